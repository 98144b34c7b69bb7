-- +goose Up
-- One at a time.
create unique index plenary_open on plenary (panel) where closed is null;
