-- +goose Up
-- The référentiel that a text was written from; unknown for those of before.
alter table ruleset add column derived text check (length(derived) between 1 and 40);
