-- +goose Up
-- Référentiels, by what they say. The text is as it was given; the hash is of its meaning.
create table ruleset (
  id text not null check (length(id) between 1 and 40),
  hash text not null check (length(hash) = 64),
  body text not null check (length(body) between 1 and 524288),
  added bigint not null,
  actor text not null check (length(actor) between 1 and 200),
  primary key (id, hash)
);
