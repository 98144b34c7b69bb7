package app

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"time"

	"continuum/internal/fault"
	"continuum/internal/privacy"
)

// Config is what an operator decides. The zero value of each field has a meaning,
// said beside it; Defaults fills those that have none.
type Config struct {
	Addr string // host:port to listen on; port 0 takes a free one
	Storage
	Distances
	Addresses
	Files    Files  // where the files of dossiers are kept
	Theme    string // "dsfr" (the State's) or "neutre"
	BaseURL  string // public address of the site; empty: the one asked for
	Operator Operator
	Mailing  Mailing
	Keep     privacy.Retention // how long personal data stays; zero lengths are the usual ones
	// Moderation has what people write of their campus looked at before it is public.
	Moderation bool
	SignIn     SignIn

	// ClientHeader is the header in which a proxy of the operator puts the visitor's
	// address, used to slow down floods of reports and for nothing else; empty: no proxy.
	ClientHeader string

	LogFormat string // "text" or "json"
	LogLevel  string // "debug", "info", "warn" or "error"

	PageCache int           // how many rendered pages to keep until the register changes; 0: none
	Poll      time.Duration // how often the store is asked whether it changed
	Grace     time.Duration // how long requests in flight may last once asked to stop

	// ImportsEvery is how often the official sources that have an address are
	// downloaded and imported; 0: never. The first time comes that long after the start.
	ImportsEvery time.Duration

	Version string           // of the program
	Logs    io.Writer        // where logs go; nil: nowhere
	Ready   io.Writer        // where the site's address is printed once it answers; nil: nowhere
	Now     func() time.Time // nil: the system's clock
}

// Operator is who publishes the site, as its legal notice says. What is empty is
// said to be missing.
type Operator struct {
	Name     string // legal name of the publisher
	Director string // director of publication
	Address  string
	Mail     string // where readers write
	Host     string // who hosts the site, with address
	Source   string // URL of the source code
}

// Defaults returns the configuration of a site on one machine.
func Defaults() Config {
	return Config{
		Addr: "127.0.0.1:8080", Storage: Storage{DataDir: "var"}, Theme: "dsfr",
		LogFormat: "text", LogLevel: "info",
		Poll: time.Second, Grace: 10 * time.Second,
	}
}

// check refuses what can't work, naming the setting.
func (c *Config) check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return wrong("addr", "%q: want host:port, as in 127.0.0.1:8080", c.Addr)
	}
	if c.DatabaseURL != "" {
		if u, err := url.Parse(c.DatabaseURL); err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
			// The value may hold a password: it is not repeated.
			return wrong("database-url", "want postgres://user@host/database")
		}
	} else if c.DataDir == "" {
		return wrong("data", "want a folder")
	}
	if _, err := c.Files.Desk(c.Storage); err != nil {
		return err
	}
	if c.BaseURL != "" {
		if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return wrong("base-url", "%q: want https://host", c.BaseURL)
		}
	}
	if c.Theme != "dsfr" && c.Theme != "neutre" {
		return wrong("theme", "%q: want dsfr or neutre", c.Theme)
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		return wrong("log-format", "%q: want text or json", c.LogFormat)
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return wrong("log-level", "%q: want debug, info, warn or error", c.LogLevel)
	}
	if err := c.SignIn.check(cmp.Or(c.BaseURL, localURL(c.Addr))); err != nil {
		return err
	}
	if c.Poll <= 0 {
		return wrong("poll", "%s: want a positive duration", c.Poll)
	}
	if _, err := c.Keep.Filled(); err != nil {
		return wrong("retention", "%w", err)
	}
	if _, err := c.Mailing.Sender(); err != nil {
		return err
	}
	if c.ImportsEvery != 0 && c.ImportsEvery < time.Minute {
		return wrong("imports-every", "%s: want at least a minute, as in 24h, or 0 for never", c.ImportsEvery)
	}
	return nil
}

func wrong(setting, format string, args ...any) error {
	return fault.New(fault.Invalid, "config").In(setting).Because(fmt.Errorf(format, args...))
}

// logger returns the program's log; no line of it carries personal data or a secret.
func (c *Config) logger() *slog.Logger {
	if c.Logs == nil {
		return slog.New(slog.DiscardHandler)
	}
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // checked
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(c.Logs, o))
	}
	return slog.New(slog.NewTextHandler(c.Logs, o))
}
