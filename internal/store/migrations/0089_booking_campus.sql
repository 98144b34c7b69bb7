-- +goose Up
create index booking_campus on booking (campus, starts);
