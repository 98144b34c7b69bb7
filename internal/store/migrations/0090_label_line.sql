-- +goose Up
-- Lines of the register that carry on a label under another category: label is the one that
-- the events are of.
create table label_line (
  line text primary key references label (id),
  label text not null references label (id),
  check (line <> label)
);
