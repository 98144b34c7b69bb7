-- +goose Up
create unique index sheet_public on sheet_version (sheet) where state = 'public';
