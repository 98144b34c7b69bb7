-- +goose Up
-- Every version of what is written while a label runs; the body is JSON.
create table label_report (
  label text not null references label (id),
  kind text not null check (kind in ('answer', 'interim', 'yearly')),
  period text not null check (length(period) between 1 and 64),
  number bigint not null check (number > 0),
  state text not null check (state in ('draft', 'handed_in', 'validated')),
  body text not null check (length(body) <= 1000000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  primary key (label, kind, period, number)
);
