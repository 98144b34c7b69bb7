-- +goose Up
-- One sheet for each reader and dossier. Handed in, it is sealed by the hash of its body.
create table panel_sheet (
  panel text not null,
  dossier text not null,
  expert text not null,
  version bigint not null check (version >= 1),
  body text not null check (length(body) between 2 and 1048576),
  hash text not null check (length(hash) in (0, 64)),
  saved bigint not null,
  sealed bigint,
  primary key (panel, dossier, expert),
  foreign key (panel, dossier, expert) references panel_reading (panel, dossier, expert),
  check ((hash = '') = (sealed is null))
);
