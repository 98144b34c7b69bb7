-- +goose Up
-- The signed document that is the evidence of a qualified signature, by its hash; empty for a
-- simple one.
alter table dossier_signature add column evidence text not null default '' check (length(evidence) in (0, 64));
