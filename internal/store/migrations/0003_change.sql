-- +goose Up
-- Who changed what, when: one row for each generation.
create table change (
  generation bigint primary key check (generation > 0),
  at bigint not null,
  actor text not null check (length(actor) between 1 and 200),
  what text not null check (length(what) between 1 and 1000)
);
