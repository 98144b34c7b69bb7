-- +goose Up
-- What every statement carries. Its first source is here, so that none is without.
create table statement (
  key text primary key check (length(key) between 1 and 300),
  source text not null references source (id),
  confidence text not null check (confidence in ('high', 'medium', 'low')),
  note text not null check (length(note) <= 4000),
  origin text not null check (origin in ('dataset', 'operator'))
);

create index statement_source on statement (source);

-- The sources cited after the first, in order.
create table citation (
  statement text not null references statement (key),
  rank bigint not null check (rank between 2 and 50),
  source text not null references source (id),
  primary key (statement, rank),
  unique (statement, source)
);

create index citation_source on citation (source);
