-- +goose Up
create table membership (
  statement text primary key references statement (key),
  id text not null check (length(id) between 1 and 200),
  campus text not null references campus (id),
  organisation text not null references organisation (id),
  role text not null check (role in ('porteur', 'tete_de_reseau', 'etablissement_support', 'membre', 'partenaire')),
  standing text not null check (standing in ('named_in_source', 'confirmed', 'candidate')),
  convention text not null check (length(convention) <= 200),
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
  check (until_day > from_day)
);

create unique index membership_believed on membership (id) where retired is null;

-- An organisation has a role in a campus once at a time.
create unique index membership_open on membership (campus, organisation, role)
  where retired is null and valid_until = '';
