// Package web serves the public pages: the routes, the chain that every request goes
// through, the adapter that turns what a page answers into HTTP, and error pages.
// Pages live one folder each below; they know package page, not this one.
package web

//go:generate go tool templ generate -path ../..

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"continuum/internal/access"
	"continuum/internal/attachment"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/throttle"
	"continuum/internal/web/asset"
	"continuum/internal/web/espace"
	"continuum/internal/web/espaceappels"
	"continuum/internal/web/espacecampus"
	"continuum/internal/web/espacedecisions"
	"continuum/internal/web/espacedossiers"
	"continuum/internal/web/espaceexpertise"
	"continuum/internal/web/espacelabel"
	"continuum/internal/web/formations"
	"continuum/internal/web/page"
)

// ReportStore keeps the mistakes that readers report.
type ReportStore interface {
	// AddReport records a report; an error means that it is not kept.
	AddReport(ctx context.Context, r campus.Report) error
}

// ScenarioStore keeps scenarios under the hash of their patches.
type ScenarioStore interface {
	// KeepScenario keeps patches, as JSON, under their hash; again renews them.
	KeepScenario(ctx context.Context, hash, patches string) error
	// Scenario returns the patches kept under a hash; fault.NotFound when there are none.
	Scenario(ctx context.Context, hash string) (patches string, err error)
}

// Config is what the pages need.
type Config struct {
	Current   *catalog.Current      // the catalog in force
	Reports   ReportStore           // nil: the form says that reports are not taken here
	Scenarios ScenarioStore         // nil: scenarios live in addresses alone
	Access    *access.Desk          // the door; nil: nobody signs in here
	People    espace.Store          // accounts, rights and the journal; needed with Access
	Campuses  espacecampus.Store    // workspaces of campuses; needed with Access
	Moderated bool                  // what campuses write is looked at before it is public
	Labels    espacelabel.Store     // the life of labels; nil: it is not followed here
	Decisions espacedecisions.Store // decisions of ministers; nil: none are taken here
	Panels    espaceexpertise.Store // panels of experts; nil: none work here
	Calls     espaceappels.Store    // calls for the label and their rules; nil: none are kept here
	Dossiers  espacedossiers.Store  // dossiers of labels; nil: none are written here
	Files     *attachment.Desk      // where the files of dossiers are taken in; needed with Dossiers
	Geocoder  formations.Geocoder   // nil: readers say their commune, never an address
	Theme     page.Theme            // empty: DSFR
	BaseURL   string                // public address, without a final slash; empty: not known
	Now       func() time.Time      // nil: the system's clock
	Logger    *slog.Logger          // nil: slog.Default()
	Version   string
	Operator  page.Operator
	// PageCache is how many rendered pages are kept for a catalog generation; 0
	// renders every page anew, which is fast enough (see the benchmarks).
	PageCache int
	// ClientAddress names the client, for throttling; nil: the connection's address.
	// Behind a proxy the operator's wiring reads it from the header it trusts.
	ClientAddress func(*http.Request) string
	Dear          *throttle.Queue // of what takes long; nil lets all run at once
}

// fill completes the configuration or says what is wrong with it.
func (c *Config) fill() error {
	if c.Current == nil {
		return errors.New("web: Config.Current is nil")
	}
	switch c.Theme {
	case "":
		c.Theme = page.DSFR
	case page.DSFR, page.Neutral:
	default:
		return errors.New("web: theme " + string(c.Theme) + ": want dsfr or neutre")
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	if c.BaseURL != "" && !strings.HasPrefix(c.BaseURL, "http://") && !strings.HasPrefix(c.BaseURL, "https://") {
		return errors.New("web: base URL " + c.BaseURL + ": want http://… or https://…")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.ClientAddress == nil {
		c.ClientAddress = remoteHost
	}
	if (c.Access == nil) != (c.People == nil) || (c.Access == nil) != (c.Campuses == nil) {
		return errors.New("web: Access, People and Campuses go together")
	}
	if c.Dossiers != nil && c.Files == nil {
		return errors.New("web: Dossiers need Files")
	}
	if c.PageCache < 0 {
		return errors.New("web: PageCache is negative")
	}
	if _, err := asset.Built(); err != nil {
		c.Logger.Warn(err.Error())
	}
	return nil
}
