-- +goose Up
-- Labels. An identifier stays with its campus for ever; what is said of it has versions.
create table label (
  id text primary key check (length(id) between 1 and 200),
  campus text not null references campus (id),
  unique (campus, id)
);

create table label_version (
  statement text primary key references statement (key),
  id text not null,
  campus text not null,
  category text not null check (category in ('unknown', 'campus', 'excellence')),
  wave text not null check (length(wave) <= 50),
  start_on text not null check (start_on = '' or (
    (start_on like '____' or start_on like '____-__' or start_on like '____-__-__')
    and ltrim(substr(start_on, 1, 4) || substr(start_on, 6, 2) || substr(start_on, 9, 2), '0123456789') = ''
    and substr(start_on, 1, 4) between '1900' and '2200'
    and substr(start_on, 6, 2) <> '00' and substr(start_on, 6, 2) <= '12'
    and substr(start_on, 9, 2) <> '00' and substr(start_on, 9, 2) <= '31')),
  end_on text not null check (end_on = '' or (
    (end_on like '____' or end_on like '____-__' or end_on like '____-__-__')
    and ltrim(substr(end_on, 1, 4) || substr(end_on, 6, 2) || substr(end_on, 9, 2), '0123456789') = ''
    and substr(end_on, 1, 4) between '1900' and '2200'
    and substr(end_on, 6, 2) <> '00' and substr(end_on, 6, 2) <= '12'
    and substr(end_on, 9, 2) <> '00' and substr(end_on, 9, 2) <= '31')),
  start_day bigint,
  end_day bigint,
  years bigint not null check (years between 0 and 20),
  successor text check (successor <> id),
  recorded bigint not null,
  retired bigint check (retired >= recorded),
  retired_by text check (retired_by in ('dataset', 'operator')),
  check ((retired is null) = (retired_by is null)),
  foreign key (campus, id) references label (campus, id),
  foreign key (campus, successor) references label (campus, id),
  check ((start_on = '') = (start_day is null)),
  check ((end_on = '') = (end_day is null)),
  check (end_day > start_day)
);

create unique index label_version_believed on label_version (id) where retired is null;

-- One open label for a campus and category: overlaps of dated ones are checked in the
-- transaction that grants, which no key can say.
create unique index label_version_open on label_version (campus, category)
  where retired is null and end_on = '' and years = 0 and successor is null and category <> 'unknown';
