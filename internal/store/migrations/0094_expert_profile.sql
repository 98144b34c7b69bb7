-- +goose Up
-- What is known of an expert from one panel to the next (JSON): college, employer, sectors,
-- region, most dossiers.
create table expert_profile (
  person text primary key references person (id),
  profile text not null check (length(profile) between 2 and 65536),
  at bigint not null
);
