-- +goose Up
-- What experts say of their interest in a dossier; the last one counts.
create table panel_declaration (
  panel text not null,
  dossier text not null,
  expert text not null,
  number bigint not null check (number >= 1),
  stance text not null check (stance in ('none', 'conflict')),
  reason text not null check (length(reason) <= 5000),
  at bigint not null,
  primary key (panel, dossier, expert, number),
  foreign key (panel, dossier) references panel_dossier (panel, dossier),
  foreign key (panel, expert) references panel_expert (panel, expert),
  check (stance = 'none' or reason <> '')
);
