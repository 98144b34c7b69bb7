-- +goose Up
create index notice_mailed on notice (mailed, person, at);
