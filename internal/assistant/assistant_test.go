package assistant

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"continuum/internal/api"
	"continuum/internal/catalog"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/pagetest"
)

// asker is the API over the embedded register and a small offer.
func asker(t testing.TB) Asker {
	t.Helper()
	current := new(catalog.Current)
	current.Store(pagetest.Catalog(t))
	handler := api.New(api.Config{Current: current, Now: func() time.Time { return pagetest.Noon }})
	return func(ctx context.Context, path string, query url.Values) (int, []byte, error) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, api.Prefix+path+"?"+query.Encode(), nil))
		return w.Code, w.Body.Bytes(), nil
	}
}

// connect returns a client that speaks with a server over its streams.
func connect(t *testing.T) *mcp.ClientSession {
	t.Helper()
	s, err := New(t.Context(), asker(t), "test")
	if err != nil {
		t.Fatal(err)
	}
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- s.Run(t.Context(), toServer, fromServer) }()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.IOTransport{Reader: toClient, Writer: fromClient}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Error(err)
		}
		<-ended
	})
	return session
}

// Every tool is a real address of the API, with the parameters that it has.
func TestToolsAreTheAPI(t *testing.T) {
	t.Parallel()
	list, err := connect(t).ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Tools) != len(tools) {
		t.Fatalf("%d tools are told of %d", len(list.Tools), len(tools))
	}
	for _, one := range list.Tools {
		schema, ok := one.InputSchema.(map[string]any)
		if !ok || schema["type"] != "object" || len(one.Description) < 10 || !one.Annotations.ReadOnlyHint {
			t.Errorf("%s: %+v", one.Name, one)
			continue
		}
		at := slices.IndexFunc(tools, func(x tool) bool { return x.name == one.Name })
		properties := schema["properties"].(map[string]any)
		if _, name, in := strings.Cut(tools[at].path, "{"); in && properties[strings.TrimSuffix(name, "}")] == nil {
			t.Errorf("%s does not ask for %s", one.Name, name)
		}
		for name, p := range properties {
			if p.(map[string]any)["description"] == "" {
				t.Errorf("%s: nothing is said of %s", one.Name, name)
			}
		}
	}
}

// An answer is the API's, and ends with the sources that it cites.
func TestCall(t *testing.T) {
	t.Parallel()
	session := connect(t)
	for _, tt := range []struct {
		tool      string
		arguments map[string]any
		path      string
		has       []string // besides the API's answer
	}{
		{"campus", map[string]any{"slug": "bretagne-industries-de-la-mer"}, "/campuses/bretagne-industries-de-la-mer?", []string{"Sources cited:", "fiche-13-2015"}},
		{"campuses", map[string]any{"as_of": "2015-09-01", "limit": 2}, "/campuses?as_of=2015-09-01&limit=2", nil},
		{"offers", map[string]any{"qualification": []any{trainingtest.Welding}}, "/offers?qualification=" + trainingtest.Welding, []string{"licence"}},
		{"itineraries", map[string]any{"from": "56121", "level": 5, "max_km": 100, "located_only": true}, "/itineraries?from=56121&level=5&located_only=yes&max_km=100", nil},
		{"search", map[string]any{"q": "soudeur lorient"}, "/search?q=soudeur+lorient", nil},
		{"sectors", nil, "/sectors?", nil},
	} {
		got, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: tt.tool, Arguments: tt.arguments})
		if err != nil || got.IsError {
			t.Errorf("%s: %v, %+v", tt.tool, err, got)
			continue
		}
		path, raw, _ := strings.Cut(tt.path, "?")
		query, err := url.ParseQuery(raw)
		if err != nil {
			t.Fatal(err)
		}
		status, want, _ := asker(t)(t.Context(), path, query)
		text := got.Content[0].(*mcp.TextContent).Text
		if status != http.StatusOK || text != string(want) {
			t.Errorf("%s answers %.300q, the API %d %.300q", tt.tool, text, status, want)
		}
		all := text
		for _, c := range got.Content[1:] {
			all += c.(*mcp.TextContent).Text
		}
		for _, has := range tt.has {
			if !strings.Contains(all, has) {
				t.Errorf("%s: %q is not in …%.600s", tt.tool, has, all[len(text):])
			}
		}
	}
}

// What the API refuses is told to the assistant in the API's words; it may ask again.
func TestRefused(t *testing.T) {
	t.Parallel()
	session := connect(t)
	for _, tt := range []struct {
		tool      string
		arguments map[string]any
		has       string
	}{
		{"campus", map[string]any{"slug": "nowhere"}, "404"},
		{"campus", nil, "slug is needed"},
		{"campus", map[string]any{"slug": ".."}, "slug is needed"},
		{"campus", map[string]any{"slug": "../sources"}, "404"},
		{"campuses", map[string]any{"as_of": "yesterday"}, "as_of"},
		{"campuses", map[string]any{"colour": "blue"}, "colour"},
		{"campuses", map[string]any{"q": map[string]any{"a": 1}}, "neither a text"},
		{"itineraries", map[string]any{"from": "Saint-Martin", "level": "5"}, "communes bear this name"},
	} {
		got, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: tt.tool, Arguments: tt.arguments})
		if err != nil || !got.IsError || !strings.Contains(got.Content[0].(*mcp.TextContent).Text, tt.has) {
			t.Errorf("%s %v: %v, %+v, want %q", tt.tool, tt.arguments, err, got, tt.has)
		}
	}
	if _, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "delete"}); err == nil {
		t.Error("a tool that does not exist was called")
	}
}

// Whatever an assistant sends as arguments, the question stays under the tool's address.
func FuzzQuestion(f *testing.F) {
	f.Add(`{"slug":"a/../../sources?x=1#y"}`)
	f.Add(`{"slug":["a","b"],"as_of":null}`)
	f.Add(`[]`)
	one := tools[slices.IndexFunc(tools, func(t tool) bool { return t.name == "campus" })]
	f.Fuzz(func(t *testing.T, arguments string) {
		path, query, err := one.question(json.RawMessage(arguments))
		if err != nil {
			return
		}
		u, err := url.Parse("http://localhost" + path + "?" + query.Encode())
		if err != nil || u.Fragment != "" || strings.Count(u.EscapedPath(), "/") != 2 || !strings.HasPrefix(u.EscapedPath(), "/campuses/") {
			t.Errorf("%q leads to %s?%s, %v", arguments, path, query.Encode(), err)
		}
	})
}
