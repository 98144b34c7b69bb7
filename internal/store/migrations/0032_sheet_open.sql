-- +goose Up
create unique index sheet_open on sheet_version (sheet) where state in ('draft', 'pending');
