package cli

import (
	"context"
	"fmt"
	"text/tabwriter"

	"continuum/internal/text"
)

type checkTexts struct {
	Worst int `help:"How many of the hardest sentences are shown." default:"10" env:"-"`
}

// Run says how easy the sentences of the French pages are to read, room by room.
func (c *checkTexts) Run(_ context.Context, p *Program) error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "room\tentries\twords a sentence\tsyllables a word\tease\t")
	var hardest []text.SentenceReading
	for _, r := range text.Readings() {
		n := r.Reading
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.2f\t%.0f\t\n", r.Room, len(r.Sentences),
			float64(n.Words)/float64(n.Sentences), float64(n.Syllables)/float64(n.Words), n.Ease())
		hardest = append(hardest, r.Sentences[:min(len(r.Sentences), max(0, c.Worst))]...)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, s := range text.Hardest(hardest, c.Worst) {
		fmt.Fprintf(p.Stdout, "%3.0f  %s: %s\n", s.Reading.Ease(), s.Key, s.Text)
	}
	return nil
}
