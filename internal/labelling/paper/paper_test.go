package paper_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/date"
	"continuum/internal/document"
	"continuum/internal/labelling"
	"continuum/internal/labelling/paper"
	"continuum/internal/ruleset"
	"continuum/internal/text"
)

var update = flag.Bool("update", false, "write the golden files again")

var made = time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)

// pending is a dossier on which the panel gave its opinion.
func pending(id labelling.DossierID, title string, years int) *labelling.Case {
	r := ruleset.Named("cmq-2018").Rules
	set := func(s string) labelling.Version { return labelling.Version{Value: labelling.Value{Text: s}} }
	return &labelling.Case{
		Rules: r, Call: &labelling.Call{ID: "c", Title: "Appel de 2026"},
		Dossier: &labelling.Dossier{ID: id, State: "decision_pending", Kind: "creation", Category: "campus", Values: map[string]labelling.Version{
			"title": set(title), "territory": set("Bretagne,\npays de Lorient"), "sector_name": set("industries de la mer"),
		}},
		Panel: labelling.Panel{Opinion: labelling.PanelOpinion{Opinion: "with_reserves", Category: "excellence", Years: years, Reserves: []string{"Gouvernance <secrète>"}}},
	}
}

// content is the text of a sheet as the office suite reads it.
func content(t *testing.T, s *document.Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.ODT(&b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var pdf bytes.Buffer
	if err := s.PDF(&pdf); err != nil || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
		t.Errorf("PDF: %v", err)
	}
	return out
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestAnnex(t *testing.T) {
	t.Parallel()
	var lines []paper.Line
	for _, c := range []*labelling.Case{pending("d2", "Campus de la mer & du vent", 1), pending("d1", "Campus de l’aéronautique", 5)} {
		lines = append(lines, paper.Line{Case: c, Decision: c.Proposed().Decision})
	}
	got := content(t, paper.Annex(text.French, lines[0].Case.Call, lines, made))
	golden(t, "annex.xml", got)
	// What experts said of a dossier is in no order.
	if bytes.Contains(got, []byte("secr")) || bytes.Index(got, []byte("aéronautique")) > bytes.Index(got, []byte("vent")) {
		t.Errorf("the annex says too much, or is in disorder:\n%s", got)
	}
}

func TestLetters(t *testing.T) {
	t.Parallel()
	c := pending("d1", "Campus de la mer", 3)
	dec := c.Proposed().Decision
	dec.NOR, dec.Signed, dec.Published = "MENE2630001A", date.Must("2026-11-02"), date.Must("2026-11-12")
	for _, tt := range []struct {
		name, reason string
		state        ruleset.StateID
		want         []string
		not          string
	}{
		{"granted", "", "labelled", []string{"MENE2630001A", "12 novembre 2026", "12 novembre 2029", "Gouvernance &lt;secrète&gt;"}, "n’est pas accordé"},
		{"refused", "Trop peu d’entreprises", "refused", []string{"n’est pas accordé", "Trop peu d’entreprises", "R. 421-1"}, "secrète"},
		{"put off", "Le budget est à revoir", "deferred", []string{"La décision est reportée", "Le budget est à revoir", "examiné de nouveau"}, "n’est pas accordé"},
		{"incomplete", "Deux pièces manquent", "incomplete", []string{"À compléter", "Deux pièces manquent", "Lettres d’engagement", "Budget"}, "accordé"},
		{"read by experts", "", "expertise", []string{"Expertise"}, "Lettres d’engagement"},
	} {
		c.Dossier.State = tt.state
		got := strings.ReplaceAll(string(content(t, paper.Letter(text.French, c, &dec, tt.reason, false, made))), "\u00a0", " ")
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", tt.name, want, got)
			}
		}
		if strings.Contains(got, tt.not) {
			t.Errorf("%s: says %q", tt.name, tt.not)
		}
	}
}
