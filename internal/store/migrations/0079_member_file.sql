-- +goose Up
-- What a campus keeps of a member for itself: the agreement and whom to write to.
create table member_file (
  campus text not null references campus (id),
  organisation text not null references organisation (id),
  version bigint not null check (version >= 1),
  signed_on text not null check (length(signed_on) <= 10),
  ends_on text not null check (length(ends_on) <= 10),
  reference text not null check (length(reference) <= 200),
  link text not null check (length(link) <= 500),
  contact_name text not null check (length(contact_name) <= 200),
  contact_function text not null check (length(contact_function) <= 200),
  contact_mail text not null check (length(contact_mail) <= 200),
  changed bigint not null,
  primary key (campus, organisation)
);
