package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// An assistant starts the program, asks, and leaves by closing its end.
func TestMCP(t *testing.T) {
	t.Parallel()
	in, toProgram := io.Pipe()
	fromProgram, out := io.Pipe()
	var errs bytes.Buffer
	p := &Program{Version: "test", Stdin: in, Stdout: out, Stderr: &errs}
	ended := make(chan int, 1)
	go func() { ended <- p.Run(t.Context(), []string{"mcp", "--data", t.TempDir()}) }()

	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.IOTransport{Reader: fromProgram, Writer: toProgram}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "campus", Arguments: map[string]any{"slug": "bretagne-industries-de-la-mer"}})
	if err != nil || got.IsError || len(got.Content) != 2 {
		t.Fatalf("%v, %+v", err, got)
	}
	if cited := got.Content[1].(*mcp.TextContent).Text; !strings.Contains(cited, "fiche-13-2015") {
		t.Errorf("sources: %s", cited)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
	if code := <-ended; code != ok || errs.Len() > 0 {
		t.Errorf("code %d, said %q", code, errs.String())
	}
}
