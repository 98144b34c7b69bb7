-- +goose Up
-- The national filières. Codes are for ever, their wording has versions.
create table sector (
  code text primary key check (length(code) = 4 and code = upper(code))
);

create table sector_version (
  code text not null references sector (code),
  slug text not null check (length(slug) between 1 and 100),
  label text not null check (length(label) between 1 and 300),
  rank bigint not null check (rank > 0),
  origin text not null check (origin in ('dataset', 'operator')),
  recorded bigint not null,
  retired bigint check (retired >= recorded),
  retired_by text check (retired_by in ('dataset', 'operator')),
  check ((retired is null) = (retired_by is null)),
  primary key (code, recorded)
);

create unique index sector_version_believed on sector_version (code) where retired is null;
create unique index sector_version_slug on sector_version (slug) where retired is null;
create unique index sector_version_rank on sector_version (rank) where retired is null;
