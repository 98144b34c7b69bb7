-- +goose Up
-- Scenarios that people keep to share them by a short address. Public, and of nobody:
-- nothing says who kept one.
create table scenario (
  hash text primary key check (length(hash) = 32),
  patches text not null check (length(patches) between 2 and 131072),
  kept bigint not null
);

create index scenario_kept on scenario (kept);
