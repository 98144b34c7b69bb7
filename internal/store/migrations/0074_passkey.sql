-- +goose Up
-- Keys that people's devices hold for this site: the public half.
create table passkey (
  id text primary key check (length(id) between 1 and 1400),
  person text not null references person (id),
  name text not null check (length(name) between 1 and 100),
  data text not null check (length(data) <= 32768),
  created bigint not null,
  used bigint
);

create index passkey_person on passkey (person);
