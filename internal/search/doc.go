// Package search finds trainings at the places that teach them, and campuses,
// establishments and occupations, by words, by place and by choices, with how many
// there are of each choice. It is an index in memory of one model, immutable and safe
// for concurrent use. How results are ranked is told in docs/search.md.
package search
