-- +goose Up
create unique index organisation_merge_once on organisation_merge (twin) where parted is null;
