-- +goose Up
-- Dossiers. The version moves with every act, so that those on one dossier meet on one row.
create table dossier (
  id text primary key check (length(id) between 1 and 100),
  call text not null references call (id),
  kind text not null check (length(kind) between 1 and 40),
  category text not null check (length(category) between 1 and 40),
  campus text references campus (id),
  state text not null check (length(state) between 1 and 40),
  reserved boolean not null,
  seal text check (length(seal) = 64),
  version bigint not null check (version >= 0),
  actor text not null check (length(actor) between 1 and 200),
  at bigint not null,
  changed bigint not null check (changed >= at)
);

create index dossier_call on dossier (call, id);

-- One dossier of a kind for a campus in a call.
create unique index dossier_one on dossier (call, campus, kind) where campus is not null;
