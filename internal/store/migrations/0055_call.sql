-- +goose Up
-- Calls for the label. Categories and kinds are JSON lists, empty for all of the référentiel.
create table call (
  id text primary key check (length(id) between 1 and 100),
  title text not null check (length(title) between 1 and 300),
  nor text not null check (length(nor) <= 20),
  ruleset text not null,
  hash text not null,
  categories text not null check (length(categories) <= 2000),
  kinds text not null check (length(kinds) <= 2000),
  opens bigint not null,
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  foreign key (ruleset, hash) references ruleset_lock (id, hash)
);

create unique index call_nor on call (nor) where nor <> '';
