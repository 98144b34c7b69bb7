-- +goose Up
-- Bodies that were recorded twice and made one, with what it takes to part them again.
create table organisation_merge (
  id text primary key check (length(id) between 1 and 100),
  survivor text not null references organisation (id),
  twin text not null references organisation (id),
  body text not null check (length(body) between 2 and 4000000),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  parted bigint check (parted >= at),
  parted_by text not null check (length(parted_by) <= 200),
  check (survivor <> twin),
  check ((parted is null) = (parted_by = ''))
);
