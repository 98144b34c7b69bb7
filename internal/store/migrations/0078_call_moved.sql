-- +goose Up
-- Deadlines that were moved, and why. Was is empty where the step had none.
create table call_moved (
  call text not null references call (id),
  number bigint not null check (number > 0),
  step text not null check (length(step) between 1 and 40),
  was bigint,
  becomes bigint not null,
  reason text not null check (length(reason) between 1 and 1000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  primary key (call, number)
);
