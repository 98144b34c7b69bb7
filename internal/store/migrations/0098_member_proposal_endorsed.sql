-- +goose Up
-- When the campus accepted what its member proposes and someone else has to look at it still.
alter table member_proposal add column endorsed bigint;
