-- +goose Up
-- Sittings of a panel.
create table plenary (
  panel text not null references panel (id),
  id text not null check (length(id) between 1 and 100),
  opened bigint not null,
  closed bigint check (closed >= opened),
  primary key (panel, id)
);
