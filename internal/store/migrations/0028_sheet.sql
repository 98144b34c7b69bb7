-- +goose Up
-- What the people of a campus keep of it. The version moves with every change, so that two
-- authors at once meet on one row.
create table sheet (
  id text primary key check (length(id) between 1 and 100),
  campus text not null references campus (id),
  kind text not null check (kind in ('event', 'equipment', 'project', 'course', 'story', 'figure')),
  version bigint not null check (version >= 1)
);
