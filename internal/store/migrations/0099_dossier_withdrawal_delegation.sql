-- +goose Up
-- By which delegation an authority asked that a dossier be withdrawn, empty when in person.
alter table dossier_withdrawal add column delegation text not null default '' check (length(delegation) <= 100);
