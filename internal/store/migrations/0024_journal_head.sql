-- +goose Up
-- The last entry of each stream: the row that writers of a stream queue on.
create table journal_head (
  stream text primary key check (length(stream) between 1 and 200),
  seq bigint not null check (seq >= 1),
  at bigint not null,
  hash text not null check (length(hash) = 64)
);
