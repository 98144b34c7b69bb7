-- +goose Up
-- What the panel's sitting tells of a dossier; lists are JSON.
create table dossier_panel (
  dossier text primary key references dossier (id),
  readers bigint not null check (readers >= 0),
  sheets bigint not null check (sheets between 0 and readers),
  conflicts bigint not null check (conflicts >= 0),
  seats bigint not null check (seats >= 0),
  present text not null check (length(present) <= 2000),
  opinion text not null check (length(opinion) <= 40),
  category text not null check (length(category) <= 40),
  years bigint not null check (years between 0 and 20),
  reserves text not null check (length(reserves) <= 20000),
  advice text not null check (length(advice) <= 20000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null
);
