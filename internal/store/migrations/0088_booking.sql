-- +goose Up
-- Requests for shared equipment. Times are by the clocks of its place.
create table booking (
  id text primary key check (length(id) between 1 and 100),
  sheet text not null references sheet (id),
  campus text not null references campus (id),
  organisation text references organisation (id),
  starts text not null check (length(starts) = 16),
  ends text not null check (length(ends) = 16 and ends > starts),
  purpose text not null check (length(purpose) between 3 and 1000),
  state text not null check (state in ('asked', 'accepted', 'declined', 'given_up')),
  author text not null check (length(author) between 1 and 200),
  at bigint not null,
  decided text not null check (length(decided) <= 200),
  reason text not null check (length(reason) <= 1000)
);
