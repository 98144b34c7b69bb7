-- +goose Up
-- Mails that wait to be sent, and what became of them. What a mail said is erased once it
-- has left or is given up. Instants are microseconds.
create table mail (
  id text primary key check (length(id) between 1 and 100),
  recipient text not null check (length(recipient) <= 320),
  subject text not null check (length(subject) <= 300),
  body text not null check (length(body) <= 100000),
  html text not null check (length(html) <= 200000),
  kind text not null check (length(kind) between 1 and 100),
  created bigint not null,
  due bigint not null,
  tries bigint not null check (tries >= 0),
  leased bigint not null,
  state text not null check (state in ('waiting', 'sent', 'given_up')),
  settled bigint,
  trouble text not null check (length(trouble) <= 500),
  check ((state = 'waiting') = (settled is null)),
  check (state = 'waiting' or body = '' and html = '' and subject = '')
);
