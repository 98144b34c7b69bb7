-- +goose Up
-- When a member last said that what a campus says of it is right.
create table member_confirmation (
  campus text not null references campus (id),
  organisation text not null references organisation (id),
  person text not null check (length(person) between 1 and 200),
  at bigint not null,
  primary key (campus, organisation)
);
