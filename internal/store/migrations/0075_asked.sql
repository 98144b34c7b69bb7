-- +goose Up
-- What browsers were asked to sign with a key: each is answered once, soon.
create table asked (
  hash text primary key check (length(hash) = 64),
  content text not null check (length(content) <= 32768),
  expires bigint not null
);
