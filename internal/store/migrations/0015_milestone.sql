-- +goose Up
-- Official counts of the campuses at a date.
create table milestone (
  statement text primary key references statement (key),
  id text not null check (length(id) between 1 and 200),
  on_date text not null check (on_date <> '') check (on_date = '' or (
    (on_date like '____' or on_date like '____-__' or on_date like '____-__-__')
    and ltrim(substr(on_date, 1, 4) || substr(on_date, 6, 2) || substr(on_date, 9, 2), '0123456789') = ''
    and substr(on_date, 1, 4) between '1900' and '2200'
    and substr(on_date, 6, 2) <> '00' and substr(on_date, 6, 2) <= '12'
    and substr(on_date, 9, 2) <> '00' and substr(on_date, 9, 2) <= '31')),
  total bigint not null check (total >= 0),
  wording text not null check (length(wording) <= 1000),
  recorded bigint not null,
  retired bigint check (retired >= recorded),
  retired_by text check (retired_by in ('dataset', 'operator')),
  check ((retired is null) = (retired_by is null))
);

create unique index milestone_believed on milestone (id) where retired is null;
