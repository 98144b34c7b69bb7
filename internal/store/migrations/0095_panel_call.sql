-- +goose Up
-- The call whose dossiers a panel reads; null for a panel made from files.
alter table panel add column call text references call (id);
