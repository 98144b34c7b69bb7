-- +goose Up
-- Who leaves the room for a dossier.
create table plenary_recusal (
  panel text not null,
  plenary text not null,
  dossier text not null,
  expert text not null,
  why text not null check (why in ('conflict', 'choice', 'parity')),
  primary key (panel, plenary, dossier, expert),
  foreign key (panel, plenary) references plenary (panel, id),
  foreign key (panel, dossier) references panel_dossier (panel, dossier),
  foreign key (panel, expert) references panel_expert (panel, expert)
);
