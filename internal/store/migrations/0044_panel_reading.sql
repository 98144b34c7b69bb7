-- +goose Up
-- Who reads what.
create table panel_reading (
  panel text not null,
  dossier text not null,
  expert text not null,
  primary key (panel, dossier, expert),
  foreign key (panel, dossier) references panel_dossier (panel, dossier),
  foreign key (panel, expert) references panel_expert (panel, expert)
);
