package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"continuum/internal/campus"
)

// sheet is a table being written.
type sheet struct {
	header []string
	rows   [][]string
}

func (s *sheet) add(cells ...string) { s.rows = append(s.rows, cells) }

// state adds a row followed by what its provenance states.
func (s *sheet) state(p campus.Provenance, cells ...string) {
	s.add(append(cells, joined(p.Sources), string(p.Confidence), typeset(p.Note))...)
}

// typeset gives a French text its no-break spaces.
func typeset(s string) string { return noBreak.Replace(s) }

var noBreak = strings.NewReplacer(" ;", "\u00a0;", " :", "\u00a0:", " ?", "\u00a0?", " !", "\u00a0!", "« ", "«\u00a0", " »", "\u00a0»")

func joined(ids []campus.SourceID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, " ")
}

func (s *sheet) write(dir, name string) error {
	f, err := os.Create(filepath.Join(dir, name+".csv"))
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	if err := w.WriteAll(append([][]string{s.header}, s.rows...)); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// cols splits a header written as words.
func cols(words string) *sheet { return &sheet{header: strings.Fields(words)} }

const stated = " sources confidence note"

// dataset is the tables being made.
type dataset struct {
	sectors, sources, acts, campuses, facts, labels, bases, organisations, memberships, milestones *sheet
}

func newDataset() *dataset {
	return &dataset{
		sectors:       cols("code slug rank label"),
		sources:       cols("id title publisher url published licence"),
		acts:          cols("id nor title signed published url" + stated),
		campuses:      cols("id slug aliases"),
		facts:         cols("campus property rank value from until" + stated),
		labels:        cols("id campus category wave start end years successor" + stated),
		bases:         cols("label kind act on text" + stated),
		organisations: cols("id name kind uai siret city commune lat lon" + stated),
		memberships:   cols("campus organisation role standing convention from until" + stated),
		milestones:    cols("id on count text" + stated),
	}
}

func (d *dataset) write(dir string) error {
	manifest := cols("recorded")
	manifest.add(recorded)
	for _, t := range []struct {
		name string
		s    *sheet
	}{
		{"dataset", manifest},
		{"sectors", d.sectors},
		{"sources", d.sources},
		{"acts", d.acts},
		{"campuses", d.campuses},
		{"facts", d.facts},
		{"labels", d.labels},
		{"bases", d.bases},
		{"organisations", d.organisations},
		{"memberships", d.memberships},
		{"milestones", d.milestones},
	} {
		if err := t.s.write(dir, t.name); err != nil {
			return err
		}
	}
	return nil
}
