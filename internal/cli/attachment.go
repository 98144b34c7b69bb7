package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"continuum/internal/app"
	"continuum/internal/attachment"
)

type attachments struct {
	Check checkAttachment `cmd:"" help:"Say what a file is, as a dossier would take it, or why it is refused."`
}

type checkAttachment struct {
	File    string        `arg:"" help:"File to look at."`
	Formats []string      `help:"Extensions accepted." default:"pdf,docx,xlsx,odt,ods,png,jpg"`
	Clamd   string        `help:"ClamAV daemon to ask: host:port, or the path of its socket." placeholder:"ADDRESS"`
	Wait    time.Duration `help:"How long it may take." default:"30s"`
}

// Run looks at a file as the program does when one is attached; nothing is kept.
func (c *checkAttachment) Run(ctx context.Context, p *Program) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	desk := attachment.Desk{Keeper: nowhere{}}
	if c.Clamd != "" {
		desk.Scanner = app.Clamd(c.Clamd, c.Wait)
	}
	t, err := desk.Take(ctx, c.File, f, c.Formats, attachment.MaxBytes)
	if err != nil {
		return err
	}
	flags := make([]string, len(t.Flags))
	for i, flag := range t.Flags {
		flags[i] = string(flag)
	}
	_, err = fmt.Fprintf(p.Stdout, "%s, %d bytes, sha256 %s, flags: %s\n", t.Kind.Type, t.Size, t.Hash, strings.Join(flags, ", "))
	return err
}

// nowhere keeps nothing: a file is only looked at.
type nowhere struct{ attachment.Keeper }

// Keep forgets the content.
func (nowhere) Keep(context.Context, string, []byte) error { return nil }
