-- +goose Up
-- One row: the counter that moves with every public change. Servers poll it.
create table generation (
  id bigint primary key check (id = 1),
  value bigint not null check (value >= 0)
);
