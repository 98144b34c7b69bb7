package api

import (
	"encoding/json"
	"reflect"
	"strings"

	"continuum/internal/pathway"
)

// openAPI writes the OpenAPI 3.1 document of the table.
func openAPI(table []endpoint, cfg Config) []byte {
	components := schema{}
	schemaOf(reflect.TypeFor[Problem](), components)
	shared := schema{}
	paths := schema{}
	for i := range table {
		methods := schema{"get": table[i].operation(components, shared)}
		if table[i].accept != nil {
			methods["post"] = keeping(components)
		}
		paths[Prefix+table[i].path] = methods
	}
	paths[Prefix+"/openapi.json"] = schema{"get": schema{
		"operationId": "getOpenAPI", "summary": "This document",
		"responses": schema{"200": schema{"description": "OpenAPI 3.1.", "content": schema{mediaJSON: schema{"schema": schema{"type": "object"}}}}, "default": refused()},
	}}
	server := cfg.BaseURL
	if server == "" {
		server = "/"
	}
	version := cfg.Version
	if version == "" {
		version = "unknown"
	}
	doc, err := json.MarshalIndent(schema{
		"openapi": "3.1.0",
		"info": schema{
			"title": "Continuum", "version": version,
			"summary":     "The open register of the French campus des métiers et des qualifications, and the national training offer.",
			"description": about,
		},
		"servers": []schema{{"url": server}},
		"paths":   paths,
		"components": schema{
			"schemas": components, "parameters": shared, "headers": headers(),
			"responses": schema{"Refused": schema{"description": "Refused, with the reason and the place.", "content": schema{
				"application/problem+json": schema{"schema": schema{"$ref": "#/components/schemas/Problem"}},
			}}},
		},
	}, "", "  ")
	if err != nil {
		panic("api: " + err.Error()) // maps of strings always encode
	}
	return append(doc, '\n')
}

const about = `Open to any site, without a key. Nothing is written but scenarios, which anyone may keep to share them.

What is unknown is null, never an empty text or a zero. A date keeps the precision of its source: 2013, 2013-09 or 2013-09-30. Places are WGS84 degrees. A repeated parameter means OR, different parameters AND; an unknown or repeated one is refused rather than ignored.

Lists come in pages: follow next until it is null. Pages of one generation hold together; when the register changes between two pages, the walk goes on after the last item seen.

Every answer has a weak ETag: sent back in If-None-Match it saves the transfer of what did not change. Fields may be added, never renamed.`

// operation describes an endpoint. What it answers goes to components; a parameter
// that several endpoints have is described once, in shared.
func (e *endpoint) operation(components, shared schema) schema {
	parameters := make([]schema, 0, len(e.params)+1)
	if e.of != "" {
		parameters = append(parameters, schema{"name": e.segment(), "in": "path", "required": true, "description": e.of, "schema": schema{"type": "string"}})
	}
	for _, p := range e.params {
		parameters = append(parameters, p.reference(shared))
	}
	responses := schema{
		"200":     schema{"description": e.summary + ".", "headers": headerReferences(), "content": schema{mediaName(e.media): schema{"schema": e.answer(components)}}},
		"304":     schema{"description": "What the reader has is still right."},
		"400":     refused(),
		"405":     refused(),
		"414":     refused(),
		"503":     refused(),
		"default": refused(),
	}
	if e.of != "" {
		responses["404"] = refused()
		responses["308"] = schema{"description": "It has another address now: see Location."}
	}
	for _, p := range e.params {
		if p.name == "cursor" {
			responses["410"] = refused()
		}
	}
	doc := e.doc
	if e.sample != "" {
		doc += " As in " + Prefix + e.path + "?" + e.sample + "."
	}
	return schema{
		"operationId": e.id, "summary": e.summary, "description": doc,
		"parameters": parameters, "responses": responses,
	}
}

// keeping describes how a scenario is kept, the one thing that is.
func keeping(components schema) schema {
	patches := schemaOf(reflect.TypeFor[pathway.Scenario](), components)
	return schema{
		"operationId": "keepScenario", "summary": "Keep a scenario",
		"description": "Keeps a list of patches under the hash of its content, so that it is shared by a short address; nothing tells who kept it. 1000 patches and 128 KiB at most. One that makes no sense on the offer of today is refused.",
		"requestBody": schema{"required": true, "content": schema{mediaJSON: schema{"schema": patches}}},
		"responses": schema{
			"201": schema{
				"description": "It is kept, or was already.", "headers": schema{"Location": schema{"description": "Its address.", "schema": schema{"type": "string"}}},
				"content": schema{mediaJSON: schema{"schema": schemaOf(reflect.TypeFor[Kept](), components)}},
			},
			"400": refused(), "413": refused(), "415": refused(), "429": refused(), "503": refused(), "default": refused(),
		},
	}
}

// reference names the parameter in shared. Another parameter of that name is described
// where it is.
func (p *param) reference(shared schema) schema {
	d := p.described()
	if known, ok := shared[p.name]; !ok {
		shared[p.name] = d
	} else if !reflect.DeepEqual(known, d) {
		return d
	}
	return schema{"$ref": "#/components/parameters/" + p.name}
}

func (p *param) described() schema {
	s := p.schema
	out := schema{"name": p.name, "in": "query", "description": p.doc, "required": p.required}
	if p.many {
		s = schema{"type": "array", "items": p.schema}
		out["style"], out["explode"] = "form", true
	}
	out["schema"] = s
	if p.example != "" {
		out["example"] = p.exampleValue()
	}
	return out
}

// exampleValue is the example in the type of the parameter.
func (p *param) exampleValue() any {
	if p.many {
		return []string{p.example}
	}
	if kind := p.schema["type"]; kind == "integer" || kind == "number" {
		return json.Number(p.example)
	}
	return p.example
}

func headers() schema {
	text := schema{"type": "string"}
	return schema{
		"ETag":          schema{"description": "Weak validator of the answer.", "schema": text},
		"X-Licence":     schema{"description": "Licences of the sources of what is answered.", "schema": text},
		"X-Total-Count": schema{"description": "Items of the whole selection, for lists.", "schema": schema{"type": "integer"}},
	}
}

func headerReferences() schema {
	all := headers()
	for name := range all {
		all[name] = schema{"$ref": "#/components/headers/" + name}
	}
	return all
}

func refused() schema { return schema{"$ref": "#/components/responses/Refused"} }

// mediaName is a media type without its parameters.
func mediaName(media string) string {
	name, _, _ := strings.Cut(media, ";")
	return name
}
