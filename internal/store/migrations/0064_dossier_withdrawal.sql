-- +goose Up
-- Authorities that ask for a dossier to be withdrawn: each once, each another person.
create table dossier_withdrawal (
  dossier text not null references dossier (id),
  signatory text not null check (length(signatory) between 1 and 40),
  person text not null check (length(person) between 1 and 200),
  role text not null check (length(role) between 1 and 40),
  capacity text not null check (length(capacity) between 1 and 300),
  at bigint not null,
  primary key (dossier, signatory),
  unique (dossier, person)
);
