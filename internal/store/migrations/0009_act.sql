-- +goose Up
-- The official texts that grant, amend or end labels.
create table act (
  id text primary key check (length(id) between 1 and 200)
);

create table act_version (
  statement text primary key references statement (key),
  id text not null references act (id),
  nor text not null check (length(nor) <= 50),
  title text not null check (length(title) between 1 and 1000),
  signed text not null check (signed = '' or (
    (signed like '____' or signed like '____-__' or signed like '____-__-__')
    and ltrim(substr(signed, 1, 4) || substr(signed, 6, 2) || substr(signed, 9, 2), '0123456789') = ''
    and substr(signed, 1, 4) between '1900' and '2200'
    and substr(signed, 6, 2) <> '00' and substr(signed, 6, 2) <= '12'
    and substr(signed, 9, 2) <> '00' and substr(signed, 9, 2) <= '31')),
  published text not null check (published = '' or (
    (published like '____' or published like '____-__' or published like '____-__-__')
    and ltrim(substr(published, 1, 4) || substr(published, 6, 2) || substr(published, 9, 2), '0123456789') = ''
    and substr(published, 1, 4) between '1900' and '2200'
    and substr(published, 6, 2) <> '00' and substr(published, 6, 2) <= '12'
    and substr(published, 9, 2) <> '00' and substr(published, 9, 2) <= '31')),
  url text not null check (length(url) <= 2000),
  recorded bigint not null,
  retired bigint check (retired >= recorded),
  retired_by text check (retired_by in ('dataset', 'operator')),
  check ((retired is null) = (retired_by is null))
);

create unique index act_version_believed on act_version (id) where retired is null;
