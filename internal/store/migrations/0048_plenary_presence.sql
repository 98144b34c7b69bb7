-- +goose Up
-- Who came. Who left before the end is there no longer.
create table plenary_presence (
  panel text not null,
  plenary text not null,
  expert text not null,
  present boolean not null,
  primary key (panel, plenary, expert),
  foreign key (panel, plenary) references plenary (panel, id),
  foreign key (panel, expert) references panel_expert (panel, expert)
);
