-- +goose Up
create index sheet_campus on sheet (campus, kind, id);
