package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestOperationTellsEverySetting compares docs/operation.md with what the commands take.
func TestOperationTellsEverySetting(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/operation.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	parser, err := kong.New(&grammar{}, kong.DefaultEnvars("CONTINUUM"), kong.Configuration(readConfig))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if f, ok := node.(*kong.Flag); ok && f.Name != "help" {
			n++
			for _, name := range append([]string{"--" + f.Name}, f.Envs...) {
				if !strings.Contains(text, "`"+name+"`") {
					t.Errorf("docs/operation.md does not tell %s", name)
				}
			}
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 20 {
		t.Errorf("only %d flags were found", n)
	}
}
