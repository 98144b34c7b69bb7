-- +goose Up
-- A dossier has one open vote or one opinion, never both, never two.
create unique index plenary_motion_once on plenary_motion (dossier) where closed is null or adopted;
