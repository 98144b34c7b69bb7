-- +goose Up
-- What the store knows of itself: the dataset that it has taken in.
create table meta (
  name text primary key,
  value text not null
);
