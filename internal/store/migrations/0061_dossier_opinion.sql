-- +goose Up
-- One opinion of a body, or of a body and académie.
create table dossier_opinion (
  dossier text not null references dossier (id),
  body text not null check (length(body) between 1 and 40),
  academie text not null check (length(academie) <= 40),
  on_date text not null check (length(on_date) = 10),
  stance text not null check (stance in ('favourable', 'reserved', 'unfavourable', 'none')),
  vote text not null check (length(vote) <= 300),
  wording text not null check (length(wording) <= 8000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  primary key (dossier, body, academie)
);
