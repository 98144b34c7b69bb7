-- +goose Up
-- Where a dossier about a campus that the register does not hold yet lies: the académie of
-- its seat and the organisation that carries it, as said when it was begun. Authors can't
-- change them: rights follow from them.
alter table dossier add column academie text not null default '' check (length(academie) <= 10);
alter table dossier add column organisation text not null default '' check (length(organisation) <= 100);
