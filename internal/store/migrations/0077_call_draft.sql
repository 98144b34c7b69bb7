-- +goose Up
-- Calls being prepared: nothing of them is public. Categories, kinds and deadlines are JSON.
create table call_draft (
  id text primary key check (length(id) between 1 and 100),
  title text not null check (length(title) between 1 and 300),
  nor text not null check (length(nor) <= 20),
  ruleset text not null check (length(ruleset) between 1 and 40),
  categories text not null check (length(categories) <= 2000),
  kinds text not null check (length(kinds) <= 2000),
  opens bigint not null,
  deadlines text not null check (length(deadlines) <= 8000),
  version bigint not null check (version > 0),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null
);
