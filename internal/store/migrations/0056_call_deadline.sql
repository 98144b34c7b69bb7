-- +goose Up
-- The first instant that is too late for a step, microseconds.
create table call_deadline (
  call text not null references call (id),
  step text not null check (length(step) between 1 and 40),
  at bigint not null,
  primary key (call, step)
);
