-- +goose Up
-- How people wish to be sent the notices of a kind, when they chose.
create table notice_way (
  person text not null references person (id),
  kind text not null check (length(kind) between 1 and 60),
  way text not null check (way in ('at_once', 'daily', 'weekly', 'never')),
  primary key (person, kind)
);
