-- +goose Up
-- Every act that moved a dossier, with what was given with it (JSON).
create table dossier_move (
  dossier text not null references dossier (id),
  number bigint not null check (number > 0),
  act text not null check (length(act) between 1 and 40),
  from_state text not null check (length(from_state) <= 40),
  to_state text not null check (length(to_state) between 1 and 40 and to_state <> from_state),
  actor text not null check (length(actor) between 1 and 200),
  role text not null check (length(role) between 1 and 40),
  given text not null check (length(given) <= 20000),
  at bigint not null,
  primary key (dossier, number)
);
