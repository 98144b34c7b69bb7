-- +goose Up
-- Which version of a source is in force, and how it came to be.
create table official_current (
  source text primary key,
  number bigint not null,
  foreign key (source, number) references official_version (source, number)
);

create table official_move (
  source text not null,
  rank bigint not null check (rank >= 1),
  kind text not null check (kind in ('embedded', 'import', 'rollback')),
  number bigint not null,
  previous bigint,
  at bigint not null,
  primary key (source, rank),
  foreign key (source, number) references official_version (source, number),
  foreign key (source, previous) references official_version (source, number)
);
