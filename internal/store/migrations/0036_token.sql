-- +goose Up
-- What opens an account once: invitations and recoveries. Only the hash of what was sent is kept.
create table token (
  hash text primary key check (length(hash) = 64),
  person text not null references person (id),
  purpose text not null check (purpose in ('invitation', 'recovery')),
  created bigint not null,
  expires bigint not null check (expires > created),
  used bigint
);

create index token_person on token (person);
