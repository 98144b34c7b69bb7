package source

import (
	"testing"

	"continuum/internal/opendata"
)

// A source refers to what comes before it, and its layouts fill its own columns.
func TestNomenclaturesAreSound(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, s := range nomenclatures {
		if known[s.ID] {
			t.Errorf("source %s is declared twice", s.ID)
		}
		known[s.ID] = true
		names := map[string]bool{}
		keys := 0
		for _, c := range s.Columns {
			if names[c.Name] {
				t.Errorf("%s.%s is declared twice", s.ID, c.Name)
			}
			names[c.Name] = true
			known[s.ID+"."+c.Name] = true
			if c.Key {
				keys++
			}
			for _, r := range c.Refs {
				if !known[r] {
					t.Errorf("%s.%s refers to %s, which no earlier source has", s.ID, c.Name, r)
				}
			}
		}
		if s.Dated != "" && s.Columns[s.Index(s.Dated)].Type != opendata.Date {
			t.Errorf("source %s is dated by a column that is no date", s.ID)
		}
		if keys == 0 {
			t.Errorf("source %s has no key", s.ID)
		}
		for _, l := range s.Layouts {
			for _, f := range l.Fields {
				if !names[f.Column] {
					t.Errorf("%s, layout %s fills %s, which is no column", s.ID, l.Name, f.Column)
				}
			}
		}
		if s.Title == "" || s.Publisher == "" || s.Page == "" || s.Licence == "" {
			t.Errorf("source %s does not say where it comes from", s.ID)
		}
		if ByID(s.ID) != s {
			t.Errorf("source %s is not registered", s.ID)
		}
	}
}
