-- +goose Up
-- What a version of a label rests on; believed as long as that version is.
create table basis (
  statement text primary key references statement (key),
  label text not null references label_version (statement),
  rank bigint not null check (rank between 1 and 100),
  kind text not null check (kind in ('act', 'attestation', 'announcement')),
  act text references act (id),
  on_date text not null check (on_date = '' or (
    (on_date like '____' or on_date like '____-__' or on_date like '____-__-__')
    and ltrim(substr(on_date, 1, 4) || substr(on_date, 6, 2) || substr(on_date, 9, 2), '0123456789') = ''
    and substr(on_date, 1, 4) between '1900' and '2200'
    and substr(on_date, 6, 2) <> '00' and substr(on_date, 6, 2) <= '12'
    and substr(on_date, 9, 2) <> '00' and substr(on_date, 9, 2) <= '31')),
  wording text not null check (length(wording) <= 2000),
  unique (label, rank),
  check ((kind = 'act') = (act is not null))
);
