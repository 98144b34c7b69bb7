-- +goose Up
-- States of official datasets. A version never changes, but number 0, which is that of
-- the dataset embedded in the program and follows it; input is the last one that is
-- known to give these rows.
create table official_version (
  source text not null check (length(source) between 1 and 100),
  number bigint not null check (number >= 0),
  checksum text not null check (length(checksum) = 64),
  row_count bigint not null check (row_count >= 0),
  layout text not null check (length(layout) <= 1000),
  licence text not null check (length(licence) between 1 and 200),
  vintage text not null check (length(vintage) <= 200),
  column_names text not null,
  files text not null,
  input text not null check (length(input) in (0, 64)),
  read_count bigint not null check (read_count >= 0),
  skipped text not null,
  quarantined text not null,
  warned text not null,
  recorded bigint not null,
  primary key (source, number)
);
