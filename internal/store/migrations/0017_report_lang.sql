-- +goose Up
-- The language to answer the reader in.
alter table report add column lang text not null default 'fr' check (lang in ('fr', 'en'));
