-- +goose Up
-- All the versions of a sheet; none is ever changed but in its state.
create table sheet_version (
  sheet text not null references sheet (id),
  number bigint not null check (number >= 1),
  state text not null check (state in ('draft', 'pending', 'public', 'refused', 'replaced', 'withdrawn')),
  body text not null check (length(body) between 2 and 65536),
  author text not null check (length(author) between 1 and 200),
  at bigint not null,
  decided text not null check (length(decided) <= 200),
  reason text not null check (length(reason) <= 1000),
  primary key (sheet, number)
);
