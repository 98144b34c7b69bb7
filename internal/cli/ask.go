package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"continuum/internal/app"
)

// asking is what the commands that ask the continuum share. Their other flags are the
// parameters of the API.
type asking struct {
	storage
	distances
	JSON bool `name:"json" help:"The API's answer as it is, instead of a table." env:"-"`
}

// parameters are those of a question, by the API's names.
type parameters url.Values

// add gives a parameter its values, those that are not empty.
func (q parameters) add(name string, values ...string) {
	for _, v := range values {
		if v != "" {
			url.Values(q).Add(name, v)
		}
	}
}

// yes says yes when a flag is set.
func (q parameters) yes(name string, set bool) {
	if set {
		q.add(name, "yes")
	}
}

// ask puts a question to the API over the register, and hands its answer to show, or
// prints it as it is.
func (a *asking) ask(ctx context.Context, p *Program, path string, q parameters, show func(body []byte) error) error {
	cat, err := app.Snapshot(ctx, a.place(), time.Now())
	if err != nil {
		return err
	}
	measures, err := a.distances.settings().Measures(nil)
	if err != nil {
		return err
	}
	cat.Measure(measures)
	status, body, err := app.Ask(ctx, cat, path, url.Values(q))
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return refusal(status, body)
	}
	if a.JSON {
		_, err := p.Stdout.Write(body)
		return err
	}
	return show(body)
}

// refusal is a problem of the API as the command line says it: parameters are flags.
func refusal(status int, body []byte) error {
	var problem struct {
		Detail string
		Errors []struct {
			Name, Value, Detail string
			Accepted            []string
		}
	}
	if err := json.Unmarshal(body, &problem); err != nil {
		return fmt.Errorf("no answer: status %d", status)
	}
	var all []string
	for _, e := range problem.Errors {
		one := "--" + strings.ReplaceAll(e.Name, "_", "-")
		if e.Value != "" {
			one += fmt.Sprintf(" %q", e.Value)
		}
		if one += ": " + e.Detail; len(e.Accepted) > 0 {
			one += " (" + strings.Join(e.Accepted, ", ") + ")"
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		all = []string{problem.Detail}
	}
	err := errors.New(strings.Join(all, "; "))
	if status < http.StatusInternalServerError {
		return usage{err}
	}
	return err
}

// territory is whose coverage is asked.
type territory struct {
	Region      string   `help:"INSEE code of a region." env:"-" placeholder:"CODE"`
	Academie    string   `help:"Code of an académie." env:"-" placeholder:"CODE"`
	Departement string   `help:"Code of a département." env:"-" placeholder:"CODE"`
	Commune     string   `help:"INSEE code of a commune." env:"-" placeholder:"CODE"`
	ZoneEmploi  string   `help:"INSEE code of a zone d'emploi of 2020." env:"-" placeholder:"CODE"`
	Campus      string   `help:"Territory of a campus: its region, in its sector unless --sector." env:"-" placeholder:"SLUG"`
	Sector      []string `help:"Code of a sector; all without it." env:"-" placeholder:"CODE"`
	MaxKm       string   `help:"Reach of a step from the commune, in kilometres; 50 without it." env:"-" placeholder:"KM"`
}

func (t *territory) parameters() parameters {
	q := make(parameters)
	q.add("region", t.Region)
	q.add("academie", t.Academie)
	q.add("departement", t.Departement)
	q.add("commune", t.Commune)
	q.add("zone_emploi", t.ZoneEmploi)
	q.add("campus", t.Campus)
	q.add("sector", t.Sector...)
	q.add("max_km", t.MaxKm)
	return q
}

// whole is a number of people or places; more digits would promise more than it holds.
func whole(f float64) string { return fmt.Sprintf("%.0f", f) }

// signed is a difference.
func signed(f float64) string { return fmt.Sprintf("%+.0f", f) }

// scenarioOf reads a scenario whole. It goes into an address, which bounds it.
func scenarioOf(in io.Reader) (string, error) {
	const most = 8 << 10
	b, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && len(b) > most {
		err = errors.New("longer than 8 KiB")
	}
	return string(b), err
}
