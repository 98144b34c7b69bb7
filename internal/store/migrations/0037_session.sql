-- +goose Up
-- Who is signed in. Only the hash of the cookie is kept; id is what lists show.
create table session (
  hash text primary key check (length(hash) = 64),
  id text not null unique check (length(id) between 1 and 60),
  person text not null references person (id),
  method text not null check (method in ('password', 'passkey', 'oidc', 'invitation', 'recovery')),
  device text not null check (length(device) <= 100),
  created bigint not null,
  seen bigint not null,
  expires bigint not null check (expires > created),
  hint text not null check (length(hint) <= 8000)
);

create index session_person on session (person);
