// Package assistant answers programs that ask in the Model Context Protocol, so that an
// assistant speaks of campuses and trainings from the register, with its sources, rather
// than from memory. Its tools are addresses of the API: the same answers, the same
// refusals, and nothing that the API does not tell anyone.
package assistant

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Asker puts a question to the API; path is under its prefix.
type Asker func(ctx context.Context, path string, query url.Values) (status int, body []byte, err error)

// Server answers one client.
type Server struct {
	ask     Asker
	sources map[string]Source
	serve   *mcp.Server
}

// Source is what is told of a source cited.
type Source struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	Publisher string  `json:"publisher"`
	URL       *string `json:"url"`
	Published *string `json:"published"`
	Licence   string  `json:"licence"`
}

// New returns a server over an API, whose description and sources it reads at once.
func New(ctx context.Context, ask Asker, version string) (*Server, error) {
	s := &Server{ask: ask, sources: make(map[string]Source)}
	if err := s.readSources(ctx); err != nil {
		return nil, err
	}
	described, err := s.describe(ctx)
	if err != nil {
		return nil, err
	}
	s.serve = mcp.NewServer(
		&mcp.Implementation{Name: "continuum", Title: "Continuum", Version: version},
		&mcp.ServerOptions{Instructions: instructions, Capabilities: &mcp.ServerCapabilities{}},
	)
	for i := range tools {
		t := &tools[i]
		op, ok := described.operation(t.path)
		if !ok {
			return nil, fmt.Errorf("assistant: the API has no address %s", t.path)
		}
		s.serve.AddTool(&mcp.Tool{
			Name: t.name, Title: t.title, Description: strings.TrimSpace(op.Summary + ". " + op.Description + " " + t.doc),
			InputSchema: op.schema(described), Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: new(bool)},
		}, func(ctx context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return s.call(ctx, t, r.Params.Arguments)
		})
	}
	return s, nil
}

// Run answers over a pair of streams, a line a message, until the client leaves or ctx
// ends.
func (s *Server) Run(ctx context.Context, in io.ReadCloser, out io.WriteCloser) error {
	return s.serve.Run(ctx, &mcp.IOTransport{Reader: in, Writer: out})
}

// call puts the question of a tool. What the API refuses is told to the assistant, which
// may ask again; only a failure of ours is an error of the protocol.
func (s *Server) call(ctx context.Context, t *tool, arguments json.RawMessage) (*mcp.CallToolResult, error) {
	path, query, err := t.question(arguments)
	if err != nil {
		return refused(err.Error()), nil
	}
	status, body, err := s.ask(ctx, path, query)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return refused(string(body)), nil
	}
	content := []mcp.Content{&mcp.TextContent{Text: string(body)}}
	if cited := s.cited(body); cited != "" {
		content = append(content, &mcp.TextContent{Text: cited})
	}
	return &mcp.CallToolResult{Content: content}, nil
}

func refused(why string) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: why}}, IsError: true}
}

// question turns the arguments of a tool into an address. A list is a parameter that is
// repeated.
func (t *tool) question(arguments json.RawMessage) (path string, query url.Values, err error) {
	var values map[string]any
	if len(arguments) > 0 {
		d := json.NewDecoder(strings.NewReader(string(arguments)))
		d.UseNumber()
		if err := d.Decode(&values); err != nil {
			return "", nil, fmt.Errorf("the arguments are no JSON object: %w", err)
		}
	}
	query = make(url.Values)
	for name, v := range values {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, one := range list {
			switch one := one.(type) {
			case nil:
			case string:
				query.Add(name, one)
			case json.Number:
				query.Add(name, one.String())
			case bool:
				query.Add(name, map[bool]string{true: "yes", false: "no"}[one])
			default:
				return "", nil, fmt.Errorf("%s: neither a text, a number nor a list of them", name)
			}
		}
	}
	path = t.path
	if from := strings.IndexByte(path, '{'); from >= 0 {
		name := strings.Trim(path[from:], "{}")
		one := query.Get(name)
		if one == "" || one == "." || one == ".." {
			return "", nil, fmt.Errorf("%s is needed", name)
		}
		query.Del(name)
		path = path[:from] + url.PathEscape(one)
	}
	return path, query, nil
}

// cited tells the sources that an answer names, in the order in which it does.
func (s *Server) cited(body []byte) string {
	var answer any
	if json.Unmarshal(body, &answer) != nil {
		return ""
	}
	var b strings.Builder
	var seen []string
	note := func(id string) {
		from, ok := s.sources[id]
		if !ok || slices.Contains(seen, id) {
			return
		}
		seen = append(seen, id)
		fmt.Fprintf(&b, "\n- %s: %s, %s, %s, licence %s", id, from.Title, from.Publisher, orUnknown(from.Published, "undated"), from.Licence)
		if from.URL != nil {
			b.WriteString(", " + *from.URL)
		}
	}
	eachSource(answer, note)
	if len(seen) == 0 {
		return ""
	}
	return "Sources cited:" + b.String()
}

// eachSource calls note with every identifier that a field named source or sources holds.
func eachSource(v any, note func(id string)) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			eachSource(one, note)
		}
	case map[string]any:
		// In order of names: the same answer cites in the same order.
		for _, name := range sortedKeys(v) {
			switch one := v[name].(type) {
			case string:
				if name == "source" {
					note(one)
				}
			case []any:
				for _, id := range one {
					if text, ok := id.(string); ok && name == "sources" {
						note(text)
					}
				}
				eachSource(one, note)
			default:
				eachSource(one, note)
			}
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func orUnknown(s *string, other string) string {
	if s == nil {
		return other
	}
	return *s
}
