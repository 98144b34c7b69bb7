-- +goose Up
-- Files of a dossier: what they are. Their content is kept elsewhere, by its hash.
create table dossier_piece (
  id text primary key check (length(id) between 1 and 100),
  dossier text not null references dossier (id),
  piece text not null check (length(piece) between 1 and 40),
  name text not null check (length(name) between 1 and 255),
  type text not null check (length(type) between 1 and 100),
  size bigint not null check (size between 1 and 209715200),
  sha256 text not null check (length(sha256) = 64 and ltrim(sha256, '0123456789abcdef') = ''),
  flags text not null check (length(flags) <= 1000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  removed bigint check (removed >= at),
  remover text check (length(remover) between 1 and 200),
  check ((removed is null) = (remover is null))
);

create index dossier_piece_of on dossier_piece (dossier, piece);
