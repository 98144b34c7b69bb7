-- +goose Up
-- Statements about campuses. Days are the earliest of valid_from and the latest of
-- valid_until, counted from 1970. A sector is also a key to the filières.
create table fact (
  statement text primary key references statement (key),
  id text not null check (length(id) between 1 and 200),
  campus text not null references campus (id),
  property text not null check (property in (
    'name', 'name_status', 'sector', 'region', 'region_2015', 'academie', 'city', 'commune', 'point',
    'point_basis', 'host', 'host_uai', 'website', 'professional_sector', 'training_field', 'partner_kind', 'aim')),
  rank bigint not null check (
    (rank > 0) = (property in ('professional_sector', 'training_field', 'partner_kind', 'aim')) and rank between 0 and 1000),
  value text not null check (length(value) between 1 and 4000),
  sector text references sector (code),
  valid_from text not null check (valid_from = '' or (
    (valid_from like '____' or valid_from like '____-__' or valid_from like '____-__-__')
    and ltrim(substr(valid_from, 1, 4) || substr(valid_from, 6, 2) || substr(valid_from, 9, 2), '0123456789') = ''
    and substr(valid_from, 1, 4) between '1900' and '2200'
    and substr(valid_from, 6, 2) <> '00' and substr(valid_from, 6, 2) <= '12'
    and substr(valid_from, 9, 2) <> '00' and substr(valid_from, 9, 2) <= '31')),
  valid_until text not null check (valid_until = '' or (
    (valid_until like '____' or valid_until like '____-__' or valid_until like '____-__-__')
    and ltrim(substr(valid_until, 1, 4) || substr(valid_until, 6, 2) || substr(valid_until, 9, 2), '0123456789') = ''
    and substr(valid_until, 1, 4) between '1900' and '2200'
    and substr(valid_until, 6, 2) <> '00' and substr(valid_until, 6, 2) <= '12'
    and substr(valid_until, 9, 2) <> '00' and substr(valid_until, 9, 2) <= '31')),
  from_day bigint,
  until_day bigint,
  recorded bigint not null,
  retired bigint check (retired >= recorded),
  retired_by text check (retired_by in ('dataset', 'operator')),
  check ((retired is null) = (retired_by is null)),
  check ((valid_from = '') = (from_day is null)),
  check ((valid_until = '') = (until_day is null)),
  check (until_day > from_day),
  check ((property = 'sector') = (sector is not null)),
  check (sector = value)
);

create unique index fact_believed on fact (id) where retired is null;

-- One believed value at a time for a property, or for each rank of one that holds several.
create unique index fact_slot on fact (campus, property, rank, valid_from) where retired is null;
