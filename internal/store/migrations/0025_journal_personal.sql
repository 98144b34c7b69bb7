-- +goose Up
-- What entries say of people. A row may be deleted, when an entry of its stream says so:
-- the chain holds the digest of salt and content only.
create table journal_personal (
  stream text not null,
  seq bigint not null,
  salt bytea not null check (length(salt) = 16),
  content bytea not null check (length(content) <= 262144),
  primary key (stream, seq),
  foreign key (stream, seq) references journal_entry (stream, seq)
);
