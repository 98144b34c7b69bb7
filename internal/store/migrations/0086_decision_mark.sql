-- +goose Up
-- Visas, objections and signatures on one version of a draft: one of a person.
create table decision_mark (
  dossier text not null,
  number bigint not null,
  person text not null check (length(person) between 1 and 200),
  kind text not null check (kind in ('visa', 'objection', 'signature')),
  wording text not null check (length(wording) <= 4000),
  capacity text not null check (length(capacity) between 1 and 300),
  delegation text not null check (length(delegation) <= 300),
  at bigint not null,
  primary key (dossier, number, person),
  foreign key (dossier, number) references decision_draft (dossier, number)
);
