package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"continuum/internal/app"
	"continuum/internal/date"
	"continuum/internal/document"
	"continuum/internal/text"
)

// formats are the forms of the poster.
var formats = []string{"svg", "pdf", "png"}

type drawMap struct {
	storage
	AsOf    string `help:"Day of the map, as in 2015-09-01; without it, the last known state." placeholder:"DAY"`
	Format  string `help:"svg, pdf or png; without it, what --out ends with, else svg." placeholder:"FORMAT"`
	Out     string `help:"File to write; - is the standard output." default:"-" placeholder:"FILE"`
	Lang    string `help:"Language of the map (${enum})." enum:"fr,en" default:"fr"`
	BaseURL string `help:"Address of a site whose campus pages the map links to." placeholder:"https://…"`
}

// Run draws the national map.
func (m *drawMap) Run(ctx context.Context, p *Program) error {
	opt := document.PosterOptions{Today: date.Today(time.Now()), Lang: text.Lang(m.Lang), BaseURL: strings.TrimSuffix(m.BaseURL, "/")}
	if m.AsOf != "" {
		day, err := date.ParseDay(m.AsOf)
		if err != nil {
			return misuseOf("--as-of: %w", err)
		}
		opt.AsOf = day
	}
	format := m.format()
	if !slices.Contains(formats, format) {
		return misuseOf("--format %q: want %s", format, strings.Join(formats, ", "))
	}
	cat, err := app.Register(ctx, m.place(), time.Now())
	if err != nil {
		return err
	}
	return p.write(m.Out, func(w io.Writer) error { return document.WriteMap(w, cat, opt, format) })
}

func (m *drawMap) format() string {
	if m.Format != "" {
		return m.Format
	}
	if ext := strings.TrimPrefix(filepath.Ext(m.Out), "."); slices.Contains(formats, ext) {
		return ext
	}
	return "svg"
}

// write writes a file whole or not at all; "-" is the standard output.
func (p *Program) write(name string, fill func(io.Writer) error) (err error) {
	if name == "-" {
		return fill(p.Stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return fmt.Errorf("--out: can't write beside %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
