-- +goose Up
-- What a field held after each change; the last number is what it holds. Two changes of
-- one version are one key.
create table dossier_value (
  dossier text not null references dossier (id),
  field text not null check (length(field) between 1 and 40),
  number bigint not null check (number > 0),
  value text not null check (length(value) between 2 and 400000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  primary key (dossier, field, number)
);
