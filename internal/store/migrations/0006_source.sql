-- +goose Up
-- Where statements come from. Identifiers are for ever, descriptions have versions.
create table source (
  id text primary key check (length(id) between 1 and 200)
);

create table source_version (
  id text not null references source (id),
  title text not null check (length(title) between 1 and 1000),
  publisher text not null check (length(publisher) <= 500),
  url text not null check (length(url) <= 2000),
  published text not null check (published = '' or (
    (published like '____' or published like '____-__' or published like '____-__-__')
    and ltrim(substr(published, 1, 4) || substr(published, 6, 2) || substr(published, 9, 2), '0123456789') = ''
    and substr(published, 1, 4) between '1900' and '2200'
    and substr(published, 6, 2) <> '00' and substr(published, 6, 2) <= '12'
    and substr(published, 9, 2) <> '00' and substr(published, 9, 2) <= '31')),
  licence text not null check (length(licence) between 1 and 200),
  origin text not null check (origin in ('dataset', 'operator')),
  recorded bigint not null,
  retired bigint check (retired >= recorded),
  retired_by text check (retired_by in ('dataset', 'operator')),
  check ((retired is null) = (retired_by is null)),
  primary key (id, recorded)
);

create unique index source_version_believed on source_version (id) where retired is null;
