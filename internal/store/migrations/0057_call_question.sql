-- +goose Up
-- Questions on a call, and the answers that all may read.
create table call_question (
  id text primary key check (length(id) between 1 and 100),
  call text not null references call (id),
  question text not null check (length(question) between 1 and 4000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  answer text not null check (length(answer) <= 8000),
  answered_by text check (length(answered_by) between 1 and 200),
  answered bigint check (answered >= at),
  check ((answer = '') = (answered is null)),
  check ((answered is null) = (answered_by is null))
);
