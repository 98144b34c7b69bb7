-- +goose Up
-- When who is signed in last proved it, 0 when nobody said: what opens an account is changed soon after alone.
alter table session add column proven bigint not null default 0;
