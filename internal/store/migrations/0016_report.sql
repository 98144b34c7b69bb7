-- +goose Up
-- Errors that readers report. Not public; no address of the reader but the one given.
create table report (
  id text primary key check (length(id) between 1 and 100),
  page text not null check (length(page) between 1 and 500),
  campus text references campus (id),
  message text not null check (length(message) between 1 and 5000),
  contact text not null check (length(contact) <= 320),
  received bigint not null,
  state text not null check (state in ('open', 'closed'))
);

create index report_received on report (received, id);
