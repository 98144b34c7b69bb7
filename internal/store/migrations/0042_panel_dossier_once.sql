-- +goose Up
create unique index panel_dossier_once on panel_dossier (dossier);
