-- +goose Up
-- What people are told. The key names the news: nobody is told the same twice.
create table notice (
  id text primary key check (length(id) between 1 and 100),
  person text not null references person (id),
  kind text not null check (length(kind) between 1 and 60),
  key text not null check (length(key) between 1 and 400),
  wording text not null check (length(wording) between 1 and 1000),
  path text not null check (length(path) between 1 and 500),
  at bigint not null,
  seen bigint,
  mailed bigint,
  unique (person, key)
);
