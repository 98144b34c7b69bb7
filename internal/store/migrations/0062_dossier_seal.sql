-- +goose Up
-- What was sealed: canonical JSON and its SHA-256.
create table dossier_seal (
  dossier text not null references dossier (id),
  hash text not null check (length(hash) = 64 and ltrim(hash, '0123456789abcdef') = ''),
  content text not null check (length(content) between 2 and 4194304),
  at bigint not null,
  primary key (dossier, hash)
);
