package cli

import (
	"context"
	"fmt"
	"time"

	"continuum/internal/app"
)

// storage says where the register is kept.
type storage struct {
	Data        string `help:"Folder of the embedded database." default:"var" env:"CONTINUUM_DATA_DIR" placeholder:"DIR"`
	DatabaseURL string `help:"PostgreSQL database, instead of the embedded one." placeholder:"postgres://…"`
}

type serve struct {
	storage
	Addr      string `help:"Address to listen on." default:"127.0.0.1:8080"`
	BaseURL   string `help:"Public address of the site, for links in exports and shared pages." placeholder:"https://…"`
	Theme     string `help:"Look of the pages: dsfr is reserved to the State's services, neutre is for everyone (${enum})." enum:"dsfr,neutre" default:"dsfr"`
	LogFormat string `help:"Form of the log (${enum})." enum:"text,json" default:"text"`
	LogLevel  string `help:"Least serious lines to log (${enum})." enum:"debug,info,warn,error" default:"info"`

	PageCache bool          `help:"Keep rendered pages in memory until the register changes." default:"true" negatable:""`
	Poll      time.Duration `help:"How often to ask the store whether it changed." default:"1s"`
	Grace     time.Duration `help:"How long requests in flight may last when stopping." default:"10s"`
}

// Run serves until asked to stop.
func (s *serve) Run(ctx context.Context, p *Program) error {
	c := app.Defaults()
	c.DataDir, c.DatabaseURL = s.Data, s.DatabaseURL
	c.Addr, c.BaseURL, c.Theme = s.Addr, s.BaseURL, s.Theme
	c.LogFormat, c.LogLevel = s.LogFormat, s.LogLevel
	c.PageCache, c.Poll, c.Grace = s.PageCache, s.Poll, s.Grace
	c.Version, c.Logs, c.Ready = p.Version, p.Stderr, p.Stdout
	a, err := app.New(ctx, c)
	if err != nil {
		return err
	}
	return a.Run(ctx)
}

type showVersion struct{}

// Run prints the version.
func (showVersion) Run(p *Program) error {
	_, err := fmt.Fprintln(p.Stdout, "continuum", p.Version)
	return err
}
