-- +goose Up
-- The rows of a version, some thousands a block; see package opendata/block.
create table official_block (
  source text not null,
  number bigint not null,
  rank bigint not null check (rank >= 1),
  row_count bigint not null check (row_count >= 1),
  content bytea not null,
  primary key (source, number, rank),
  foreign key (source, number) references official_version (source, number)
);
