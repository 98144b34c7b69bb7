-- +goose Up
-- Motions: an advice and its count, both as JSON; the count is empty while the vote is open.
create table plenary_motion (
  panel text not null,
  plenary text not null,
  dossier text not null,
  round bigint not null check (round >= 1),
  advice text not null check (length(advice) between 2 and 131072),
  voters text not null check (length(voters) between 2 and 131072),
  opened bigint not null,
  ends bigint not null,
  closed bigint check (closed >= opened),
  tally text not null check (length(tally) <= 1000),
  adopted boolean not null,
  primary key (panel, dossier, round),
  foreign key (panel, plenary) references plenary (panel, id),
  foreign key (panel, dossier) references panel_dossier (panel, dossier),
  check (ends > opened),
  check ((closed is null) = (tally = '')),
  check (not adopted or closed is not null)
);
