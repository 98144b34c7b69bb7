-- +goose Up
create index member_proposal_open on member_proposal (campus, at) where state = 'pending';
