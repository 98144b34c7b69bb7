-- +goose Up
-- Anything that can be a member of a campus.
create table organisation (
  id text primary key check (length(id) between 1 and 200)
);

create table organisation_version (
  statement text primary key references statement (key),
  id text not null references organisation (id),
  name text not null check (length(name) between 1 and 500),
  kind text not null check (kind in (
    'lycee_professionnel', 'lycee_polyvalent', 'lycee_general_techno', 'cfa', 'greta', 'organisme_formation', 'universite', 'iut', 'ecole_ingenieurs',
    'ecole', 'laboratoire', 'entreprise', 'federation', 'pole_competitivite', 'association', 'collectivite', 'administration', 'autre')),
  uai text not null check (length(uai) in (0, 8)),
  siret text not null check (length(siret) in (0, 14) and ltrim(siret, '0123456789') = ''),
  city text not null check (length(city) <= 200),
  commune text not null check (length(commune) in (0, 5)),
  lat double precision not null check (lat between -90 and 90),
  lon double precision not null check (lon between -180 and 180),
  recorded bigint not null,
  retired bigint check (retired >= recorded),
  retired_by text check (retired_by in ('dataset', 'operator')),
  check ((retired is null) = (retired_by is null))
);

create unique index organisation_version_believed on organisation_version (id) where retired is null;
