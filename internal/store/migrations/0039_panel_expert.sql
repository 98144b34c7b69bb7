-- +goose Up
-- Who sits in a panel. The profile is what conflicts are found from, as JSON.
create table panel_expert (
  panel text not null references panel (id),
  expert text not null check (length(expert) between 1 and 100),
  college text not null check (length(college) between 1 and 50),
  president boolean not null,
  profile text not null check (length(profile) between 2 and 65536),
  primary key (panel, expert)
);
