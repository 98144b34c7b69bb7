package assistant

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// description is what is read of the API's OpenAPI document.
type description struct {
	Paths map[string]struct {
		Get operation `json:"get"`
	} `json:"paths"`
	Components struct {
		Parameters map[string]parameter `json:"parameters"`
	} `json:"components"`
}

type operation struct {
	Summary     string      `json:"summary"`
	Description string      `json:"description"`
	Parameters  []parameter `json:"parameters"`
}

type parameter struct {
	Ref         string          `json:"$ref"`
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Required    bool            `json:"required"`
	Schema      json.RawMessage `json:"schema"`
}

// read asks for a document of the API.
func (s *Server) read(ctx context.Context, path string, query url.Values, into any) error {
	status, body, err := s.ask(ctx, path, query)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return fmt.Errorf("assistant: %s: status %d", path, status)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("assistant: %s: %w", path, err)
	}
	return nil
}

func (s *Server) describe(ctx context.Context) (*description, error) {
	d := new(description)
	return d, s.read(ctx, "/openapi.json", nil, d)
}

// readSources reads every source that answers may cite.
func (s *Server) readSources(ctx context.Context) error {
	query := url.Values{"limit": {"1000"}}
	for {
		var page struct {
			Items []Source
			Next  *string
		}
		if err := s.read(ctx, "/sources", query, &page); err != nil {
			return err
		}
		for _, one := range page.Items {
			s.sources[one.ID] = one
		}
		if page.Next == nil {
			return nil
		}
		next, err := url.Parse(*page.Next)
		if err != nil {
			return fmt.Errorf("assistant: the next page of sources: %w", err)
		}
		query = next.Query()
	}
}

// operation finds an address, whatever the prefix of the API.
func (d *description) operation(path string) (operation, bool) {
	for full, at := range d.Paths {
		if strings.HasSuffix(full, "/v1"+path) {
			return at.Get, true
		}
	}
	return operation{}, false
}

// schema is the JSON schema of the arguments of an address: its parameters, each as the
// API describes it. Nothing else is accepted, so that a misspelt name is not ignored.
func (op *operation) schema(d *description) map[string]any {
	properties, required := make(map[string]any), []string{}
	for _, p := range op.Parameters {
		if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
			p = d.Components.Parameters[name]
		}
		one := make(map[string]any)
		if json.Unmarshal(p.Schema, &one) != nil {
			one = map[string]any{"type": "string"}
		}
		one["description"] = p.Description
		properties[p.Name] = one
		if p.Required {
			required = append(required, p.Name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
