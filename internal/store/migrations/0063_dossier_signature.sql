-- +goose Up
-- One signature of an authority on a sealed content, and one of a person.
create table dossier_signature (
  dossier text not null,
  hash text not null,
  signatory text not null check (length(signatory) between 1 and 40),
  person text not null check (length(person) between 1 and 200),
  role text not null check (length(role) between 1 and 40),
  capacity text not null check (length(capacity) between 1 and 300),
  delegation text not null check (length(delegation) <= 300),
  at bigint not null,
  primary key (dossier, hash, signatory),
  unique (dossier, hash, person),
  foreign key (dossier, hash) references dossier_seal (dossier, hash)
);
