-- +goose Up
-- Roles given to people on scopes, for a time; one that ended stays. A delegation exercises another.
create table granted (
  id text primary key check (length(id) between 1 and 60),
  person text not null references person (id),
  role text not null check (length(role) between 1 and 60),
  scope text not null check (length(scope) between 1 and 200),
  starts bigint not null,
  ends bigint check (ends >= starts),
  given_by text not null check (length(given_by) between 1 and 200),
  given bigint not null,
  delegated_from text check (delegated_from <> id),
  check (delegated_from is null or ends is not null)
);

create index granted_person on granted (person);

create index granted_source on granted (delegated_from);
