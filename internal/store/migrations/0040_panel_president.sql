-- +goose Up
-- One president at most.
create unique index panel_president on panel_expert (panel) where president;
