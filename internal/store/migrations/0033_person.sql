-- +goose Up
-- People who have an account. The id is all that other tables and the journal know; name and
-- addresses are empty once they were erased. mail_key is the address as it is compared.
create table person (
  id text primary key check (length(id) between 1 and 60),
  name text not null check (length(name) <= 200),
  mail text not null check (length(mail) <= 320),
  mail_key text not null check (length(mail_key) <= 320),
  lang text not null check (lang in ('fr', 'en')),
  state text not null check (state in ('invited', 'active', 'disabled', 'left')),
  since bigint not null,
  changed bigint not null,
  check ((mail = '') = (mail_key = ''))
);

create unique index person_mail on person (mail_key) where mail_key <> '';
