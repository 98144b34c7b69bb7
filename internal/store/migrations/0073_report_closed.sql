-- +goose Up
-- When a report was dealt with; unknown for those of before.
alter table report add column closed bigint;
