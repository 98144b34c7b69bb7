package api

import (
	"fmt"
	"reflect"
	"strings"

	"continuum/internal/campus"
)

// schema is a JSON Schema (2020-12) as it is written.
type schema map[string]any

// schemaMaker makes the schema of an answer and adds those it refers to.
type schemaMaker func(components schema) schema

// typed is the schema of a Go type, read from its json, doc, enum and format tags.
func typed[T any]() schemaMaker {
	return func(components schema) schema { return schemaOf(reflect.TypeFor[T](), components) }
}

// schemaOf describes a type. Structures become components; nothing that is not
// marked omitempty may be missing; a pointer is what may be null.
func schemaOf(t reflect.Type, components schema) schema {
	switch t.Kind() {
	case reflect.String:
		return schema{"type": "string"}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return schema{"type": "integer"}
	case reflect.Float64:
		return schema{"type": "number"}
	case reflect.Slice:
		return schema{"type": "array", "items": schemaOf(t.Elem(), components)}
	case reflect.Array:
		return schema{"type": "array", "items": schemaOf(t.Elem(), components), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Pointer:
		return nullable(schemaOf(t.Elem(), components))
	case reflect.Struct:
		name := componentName(t)
		if _, ok := components[name]; !ok {
			components[name] = schema{} // so that a type that holds itself ends
			components[name] = object(t, components)
		}
		return schema{"$ref": "#/components/schemas/" + name}
	}
	panic(fmt.Sprintf("api: no schema for %s", t)) // a defect, met as the program starts
}

// nullable adds null to what a schema accepts.
func nullable(s schema) schema {
	if t, ok := s["type"].(string); ok {
		s["type"] = []string{t, "null"}
		return s
	}
	return schema{"oneOf": []schema{s, {"type": "null"}}}
}

// componentName is the name of a type, CampusList for List[Campus].
func componentName(t reflect.Type) string {
	name, of, generic := strings.Cut(t.Name(), "[")
	if !generic {
		return name
	}
	of = strings.TrimSuffix(of, "]")
	return of[strings.LastIndexByte(of, '.')+1:] + name
}

func object(t reflect.Type, components schema) schema {
	properties, required := schema{}, []string{}
	addFields(t, components, properties, &required)
	return schema{"type": "object", "properties": properties, "required": required}
}

// addFields adds the members that encoding/json writes: those of embedded structures
// first, so that the ones nearer to the surface replace them.
func addFields(t reflect.Type, components, properties schema, required *[]string) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			addFields(f.Type, components, properties, required)
		}
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if _, replaced := properties[name]; !replaced && options != "omitempty" {
			*required = append(*required, name)
		}
		properties[name] = described(schemaOf(f.Type, components), f.Tag)
	}
}

// described adds what the tags of a field say.
func described(s schema, tag reflect.StructTag) schema {
	s["description"] = tag.Get("doc")
	if format := tag.Get("format"); format != "" {
		s["format"] = format
	}
	if list := tag.Get("enum"); list != "" {
		values := strings.Split(list, "|")
		if list == "@kinds" {
			values = texts(campus.Kinds)
		}
		enum := make([]any, 0, len(values)+1)
		for _, v := range values {
			enum = append(enum, v)
		}
		if _, ok := s["type"].([]string); ok {
			enum = append(enum, nil)
		}
		s["enum"] = enum
	}
	return s
}

// table is the schema of a CSV file: text, with its columns told in words.
func table[R row](columns []column[R]) schemaMaker {
	return func(schema) schema {
		lines := make([]string, 0, len(columns))
		for _, c := range columns {
			lines = append(lines, "- `"+c.name+"`: "+c.doc)
		}
		return schema{"type": "string", "description": "Columns, in this order:\n" + strings.Join(lines, "\n")}
	}
}

// features is the schema of a FeatureCollection whose properties are columns; about is
// what it says of itself.
func features[R row](name string, columns []column[R], about any) schemaMaker {
	return func(components schema) schema {
		properties, required := schema{}, make([]string, 0, len(columns))
		for _, c := range columns {
			properties[c.name] = schema{"type": []string{c.kind, "null"}, "description": c.doc}
			required = append(required, c.name)
		}
		number := schema{"type": "number"}
		point := schema{"type": "object", "required": []string{"type", "coordinates"}, "properties": schema{
			"type":        schema{"const": "Point"},
			"coordinates": schema{"type": "array", "items": number, "minItems": 2, "maxItems": 2, "description": "Longitude, then latitude, WGS84 degrees."},
		}}
		components[name+"Feature"] = schema{
			"type": "object", "required": []string{"type", "id", "geometry", "properties"},
			"properties": schema{
				"type": schema{"const": "Feature"}, "id": schema{"type": "string"},
				"geometry":   schema{"oneOf": []schema{point, {"type": "null"}}},
				"properties": schema{"type": "object", "properties": properties, "required": required},
			},
		}
		// What it says of itself are foreign members.
		collection := object(reflect.TypeOf(about), components)
		members := collection["properties"].(schema)
		members["type"] = schema{"const": "FeatureCollection"}
		members["total"] = schema{"type": "integer", "description": "Number of features."}
		members["features"] = schema{"type": "array", "items": schema{"$ref": "#/components/schemas/" + name + "Feature"}}
		collection["required"] = append(collection["required"].([]string), "type", "total", "features")
		components[name+"Collection"] = collection
		return schema{"$ref": "#/components/schemas/" + name + "Collection"}
	}
}
