-- +goose Up
-- What a référentiel says once a call was opened under it: one text for a name, for ever.
create table ruleset_lock (
  id text primary key,
  hash text not null,
  unique (id, hash),
  foreign key (id, hash) references ruleset (id, hash)
);
