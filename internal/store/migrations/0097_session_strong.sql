-- +goose Up
-- Whether that was by two factors.
alter table session add column strong boolean not null default false;
