-- +goose Up
-- What a panel reads, in one panel at a time. The profile is who stands behind it, as JSON.
create table panel_dossier (
  panel text not null references panel (id),
  dossier text not null check (length(dossier) between 1 and 100),
  profile text not null check (length(profile) between 2 and 65536),
  primary key (panel, dossier)
);
