-- +goose Up
-- What happens to a label that a decision created; see labelling.Label.
create table label_event (
  label text not null references label (id),
  number bigint not null check (number > 0),
  kind text not null check (length(kind) between 1 and 40),
  on_day bigint not null,
  act text references act (id),
  value text not null check (length(value) <= 4000),
  until_day bigint not null check (until_day = 0 or until_day > on_day),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  primary key (label, number)
);
