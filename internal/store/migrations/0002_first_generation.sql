-- +goose Up
insert into generation (id, value) values (1, 0);
