// Package cli is the command line: what can be asked of the program, how it says
// that it failed. Commands decode their flags and call the rooms that do the work.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"continuum/internal/fault"
	"continuum/internal/opendata"
)

// The exit codes.
const (
	ok     = 0
	failed = 1 // the program could not do what was asked
	misuse = 2 // what was asked makes no sense
)

// Program is what the commands share.
type Program struct {
	Version string
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
}

// grammar is what can be asked.
type grammar struct {
	Config kong.ConfigFlag `help:"TOML file of settings: one line a flag, those of one command in a table of its name." placeholder:"FILE"`

	Serve      serve         `cmd:"" help:"Serve the site."`
	Map        drawMap       `cmd:"" help:"Draw the national map."`
	Path       findPath      `cmd:"" help:"Find itineraries over the real offer."`
	Coverage   coverage      `cmd:"" help:"Tell how far the ladder of levels holds in a territory."`
	Gaps       gaps          `cmd:"" help:"Rank the openings that would mend it."`
	Whatif     whatIf        `cmd:"" help:"Tell what a scenario would change."`
	Import     importing     `cmd:"" help:"Bring facts in."`
	Export     exporting     `cmd:"" help:"Write data in the forms of others."`
	Check      check         `cmd:"" help:"Check the store, the progressions or the search."`
	Backup     backup        `cmd:"" help:"Write the whole store in an archive."`
	Restore    restore       `cmd:"" help:"Put an archive in the store's place."`
	MCP        mcpServer     `cmd:"" name:"mcp" help:"Answer assistants in the Model Context Protocol, on standard input and output."`
	Panel      panel         `cmd:"" help:"Share dossiers out among experts, and put their scores together."`
	Reports    reports       `cmd:"" help:"List the mistakes that readers report."`
	Attachment attachments   `cmd:"" help:"Look at a file as a dossier would take it."`
	Call       calls         `cmd:"" help:"Open and list the calls for the label."`
	Label      labelCommands `cmd:"" help:"Record what an order does to labels."`
	Dossier    dossiers      `cmd:"" help:"Begin and look at the dossiers of calls."`
	Ruleset    rules         `cmd:"" help:"List, check, show and compare the rules of the label."`
	Sheet      sheets        `cmd:"" help:"Keep what campuses show of themselves: dates, equipment, projects, figures."`
	Privacy    private       `cmd:"" help:"Tell what is held of someone; erase what has been kept long enough."`
	Mail       mailing       `cmd:"" help:"Look at the queue of mails, or send one to try the settings."`
	User       users         `cmd:"" help:"Accounts and rights, for whoever has the command line."`
	Version    showVersion   `cmd:"" help:"Print the version."`
}

// exit is how kong asks to end after --help.
type exit int

// Run does what args ask and returns the exit code. Failures are one line on stderr.
func (p *Program) Run(ctx context.Context, args []string) (code int) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exit:
			code = int(e)
		default:
			panic(e)
		}
	}()
	var g grammar
	parser, err := kong.New(&g,
		kong.Name("continuum"),
		kong.Description("The open register and national map of the campus des métiers et des qualifications."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.DefaultEnvars("CONTINUUM"),
		kong.Configuration(readConfig),
		kong.Writers(p.Stdout, p.Stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p),
	)
	if err != nil {
		panic(err) // a defect of the grammar
	}
	command, err := parser.Parse(args)
	if err != nil {
		p.complain(fmt.Errorf("%w (see continuum --help)", err))
		return misuse
	}
	if err := command.Run(); err != nil {
		p.complain(err)
		return codeOf(err)
	}
	return ok
}

// complain says what went wrong on one line, whatever the error's text holds.
func (p *Program) complain(err error) {
	line := strings.Join(strings.FieldsFunc(sentence(err).Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
	fmt.Fprintln(p.Stderr, "continuum: "+line)
}

// sentence is what an operator reads: causes without the dictionary keys that the
// public's pages use.
func sentence(err error) error {
	if r, ok := errors.AsType[*opendata.Refusal](err); ok {
		return r
	}
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Err != nil {
		if f.Field != "" {
			return fmt.Errorf("%s: %w", f.Field, f.Err)
		}
		return f.Err
	}
	return err
}

// usage is an error about what was asked rather than about what happened.
type usage struct{ error }

func misuseOf(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

func codeOf(err error) int {
	if _, ok := errors.AsType[usage](err); ok {
		return misuse
	}
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind == fault.Invalid && f.Key == "config" {
		return misuse
	}
	return failed
}

// Main runs the program of this process.
func Main(ctx context.Context, version string) int {
	p := &Program{Version: version, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	return p.Run(ctx, os.Args[1:])
}
