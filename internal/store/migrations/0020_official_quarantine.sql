-- +goose Up
-- The first rows that a version left out, and the first that it kept with a doubt.
create table official_quarantine (
  source text not null,
  number bigint not null,
  rank bigint not null check (rank >= 1),
  kept boolean not null,
  file text not null check (length(file) <= 500),
  line bigint not null check (line >= 0),
  column_name text not null check (length(column_name) <= 200),
  value text not null check (length(value) <= 500),
  reason text not null check (length(reason) between 1 and 1000),
  primary key (source, number, rank),
  foreign key (source, number) references official_version (source, number)
);
