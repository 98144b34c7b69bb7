-- +goose Up
-- Who someone is for an identity provider: its issuer and its own name of the person, which never changes.
create table identity (
  issuer text not null check (length(issuer) between 1 and 500),
  subject text not null check (length(subject) between 1 and 255),
  person text not null references person (id),
  since bigint not null,
  primary key (issuer, subject),
  unique (issuer, person)
);
