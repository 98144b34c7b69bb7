-- +goose Up
-- Passwords as argon2id makes them; see package account/secret.
create table password (
  person text primary key references person (id),
  hash text not null check (length(hash) between 20 and 300),
  changed bigint not null
);
