-- +goose Up
-- Figures that the governance of a campus approved, as they were in one version.
create table sheet_approval (
  sheet text not null,
  number bigint not null,
  person text not null check (length(person) between 1 and 200),
  at bigint not null,
  primary key (sheet, number),
  foreign key (sheet, number) references sheet_version (sheet, number)
);
