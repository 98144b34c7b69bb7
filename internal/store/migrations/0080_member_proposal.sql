-- +goose Up
-- Changes of members that wait for someone to accept them, and what became of them.
create table member_proposal (
  id text primary key check (length(id) between 1 and 100),
  campus text not null references campus (id),
  organisation text references organisation (id),
  side text not null check (side in ('campus', 'member')),
  body text not null check (length(body) between 2 and 20000),
  state text not null check (state in ('pending', 'accepted', 'refused')),
  author text not null check (length(author) between 1 and 200),
  at bigint not null,
  decided text not null check (length(decided) <= 200),
  decided_at bigint,
  reason text not null check (length(reason) <= 1000),
  check ((state = 'pending') = (decided_at is null))
);
