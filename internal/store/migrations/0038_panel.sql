-- +goose Up
-- Panels of experts. Every act on a panel moves its version: parity and quorum are checked
-- by who moves it. Rules are those of the référentiel when the panel was made, as JSON.
create table panel (
  id text primary key check (length(id) between 1 and 100),
  rules text not null check (length(rules) between 2 and 65536),
  state text not null check (state in ('forming', 'reading', 'closed')),
  version bigint not null check (version >= 1)
);
