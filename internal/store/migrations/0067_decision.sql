-- +goose Up
-- What an order states of a dossier. Published with the label that it created, or neither.
create table decision (
  dossier text primary key references dossier (id),
  nor text not null check (length(nor) <= 20),
  signed text not null check (length(signed) <= 10),
  published text not null check (length(published) <= 10),
  title text not null check (length(title) between 1 and 300),
  territory text not null check (length(territory) between 1 and 4000),
  sector text not null check (length(sector) between 1 and 120),
  category text not null check (length(category) between 1 and 40),
  years bigint not null check (years between 1 and 20),
  start_on text not null check (length(start_on) <= 10),
  reserves text not null check (length(reserves) <= 20000),
  act text references act (id),
  label text unique references label (id),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  check ((act is null) = (label is null)),
  check (act is null or nor <> '' and published <> '')
);
