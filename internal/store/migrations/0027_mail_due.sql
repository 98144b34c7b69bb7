-- +goose Up
create index mail_due on mail (state, due, id);
