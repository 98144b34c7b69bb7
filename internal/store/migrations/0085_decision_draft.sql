-- +goose Up
-- Every version of what is prepared for the ministers on a dossier; reserves are JSON.
create table decision_draft (
  dossier text not null references dossier (id),
  number bigint not null check (number > 0),
  verdict text not null check (verdict in ('grant', 'refuse', 'defer')),
  title text not null check (length(title) <= 300),
  territory text not null check (length(territory) <= 4000),
  sector text not null check (length(sector) <= 120),
  category text not null check (length(category) <= 40),
  years bigint not null check (years between 0 and 20),
  start_on text not null check (length(start_on) <= 10),
  reserves text not null check (length(reserves) <= 200000),
  reason text not null check (length(reason) <= 4000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  primary key (dossier, number)
);
