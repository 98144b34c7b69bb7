-- +goose Up
-- What people did, one chain a stream; see package journal. Nothing here names a person:
-- what does is in journal_personal, which may be erased. Hashes are in hexadecimal, empty for none.
create table journal_entry (
  stream text not null check (length(stream) between 1 and 200),
  seq bigint not null check (seq >= 1),
  at bigint not null,
  actor text not null check (length(actor) between 1 and 200),
  act text not null check (length(act) between 1 and 200),
  details text not null check (length(details) between 2 and 16384),
  personal text not null check (length(personal) in (0, 64)),
  previous text not null check (length(previous) in (0, 64)),
  hash text not null check (length(hash) = 64),
  primary key (stream, seq),
  check ((seq = 1) = (previous = ''))
);

create index journal_entry_at on journal_entry (at, stream, seq);
