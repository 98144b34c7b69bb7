-- +goose Up
-- One vote for each member and motion.
create table plenary_vote (
  panel text not null,
  dossier text not null,
  round bigint not null,
  expert text not null,
  choice text not null check (choice in ('for', 'against', 'abstain')),
  at bigint not null,
  primary key (panel, dossier, round, expert),
  foreign key (panel, dossier, round) references plenary_motion (panel, dossier, round),
  foreign key (panel, expert) references panel_expert (panel, expert)
);
