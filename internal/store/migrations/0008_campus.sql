-- +goose Up
-- A campus is an identifier; all that is said of it is in other tables. The version
-- moves with every grant, so that two grants at once meet on one row.
create table campus (
  id text primary key check (length(id) between 1 and 200),
  version bigint not null check (version >= 0)
);

-- Every place in URLs that a campus has or had: none is ever given to another.
create table slug (
  slug text primary key check (
    length(slug) between 1 and 100
    and ltrim(slug, 'abcdefghijklmnopqrstuvwxyz0123456789-') = ''),
  campus text not null references campus (id),
  origin text not null check (origin in ('dataset', 'operator')),
  recorded bigint not null,
  retired bigint check (retired >= recorded)
);

create unique index slug_current on slug (campus) where retired is null;
