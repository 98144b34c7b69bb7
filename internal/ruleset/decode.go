package ruleset

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"continuum/internal/date"
)

// decoder puts a tree of TOML into the types of this package: strictly, and telling
// the line of each refusal, which no library does for keys that nobody asked for.
type decoder struct {
	file  string
	lines map[string]int
	found Problems
}

// maxProblems bounds what is told at once.
const maxProblems = 100

func (d *decoder) bad(path, way, format string, args ...any) {
	if len(d.found) < maxProblems {
		d.found = append(d.found, Problem{File: d.file, Line: d.line(path), Key: path, What: fmt.Sprintf(format, args...), Way: way, Format: format, Args: args})
	}
}

// line is that of the key, or of the closest table around it.
func (d *decoder) line(path string) int {
	for path != "" {
		if n := d.lines[path]; n > 0 {
			return n
		}
		cut := strings.LastIndexAny(path, ".[")
		path = path[:max(cut, 0)]
	}
	return 0
}

func (d *decoder) sorted() Problems {
	slices.SortStableFunc(d.found, func(a, b Problem) int { return a.Line - b.Line })
	return d.found
}

// fieldsOf lists the fields of a struct by their TOML name, embedded ones with them.
func fieldsOf(v reflect.Value) map[string]reflect.Value {
	all := make(map[string]reflect.Value)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			maps.Copy(all, fieldsOf(v.Field(i)))
			continue
		}
		all[f.Tag.Get("toml")] = v.Field(i)
	}
	return all
}

// table fills the struct that into points at.
func (d *decoder) table(path string, tree map[string]any, into any) {
	fields := fieldsOf(reflect.ValueOf(into).Elem())
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		f, ok := fields[key]
		if !ok {
			d.bad(join(path, key), "keys known here: "+strings.Join(slices.Sorted(maps.Keys(fields)), ", "), "unknown key %.60q", key)
			continue
		}
		d.value(join(path, key), tree[key], f)
	}
}

func (d *decoder) value(path string, data any, into reflect.Value) {
	if into.Type() == reflect.TypeFor[date.Date]() {
		s, ok := data.(string)
		if !ok {
			d.bad(path, `write it in quotes: "2018-12-13"`, "want a date, got %s", kindOf(data))
			return
		}
		v, err := date.Parse(s)
		if err != nil {
			d.bad(path, "YYYY, YYYY-MM or YYYY-MM-DD", "%v", err)
			return
		}
		into.Set(reflect.ValueOf(v))
		return
	}
	switch into.Kind() {
	case reflect.String:
		if s, ok := data.(string); ok {
			into.SetString(s)
			return
		}
	case reflect.Bool:
		if b, ok := data.(bool); ok {
			into.SetBool(b)
			return
		}
	case reflect.Int:
		if n, ok := data.(int64); ok && n >= -1_000_000 && n <= 1_000_000 {
			into.SetInt(n)
			return
		}
	case reflect.Struct:
		if t, ok := data.(map[string]any); ok {
			d.table(path, t, into.Addr().Interface())
			return
		}
	case reflect.Slice:
		if list, ok := listOf(data); ok {
			into.Set(reflect.MakeSlice(into.Type(), len(list), len(list)))
			for i, item := range list {
				d.value(fmt.Sprintf("%s[%d]", path, i+1), item, into.Index(i))
			}
			return
		}
	case reflect.Map:
		if t, ok := data.(map[string]any); ok {
			into.Set(reflect.MakeMap(into.Type()))
			for _, key := range slices.Sorted(maps.Keys(t)) {
				v := reflect.New(into.Type().Elem()).Elem()
				d.value(join(path, key), t[key], v)
				into.SetMapIndex(reflect.ValueOf(key), v)
			}
			return
		}
	}
	d.bad(path, "write "+wanted(into), "got %s", kindOf(data))
}

// listOf reads both forms of a list: of values, and of tables.
func listOf(data any) ([]any, bool) {
	switch list := data.(type) {
	case []any:
		return list, true
	case []map[string]any:
		out := make([]any, len(list))
		for i, t := range list {
			out[i] = t
		}
		return out, true
	}
	return nil, false
}

func kindOf(data any) string {
	switch data.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int64:
		return "a number that is not taken here"
	case float64:
		return "a number that is not whole"
	case map[string]any:
		return "a table"
	case []any, []map[string]any:
		return "a list"
	}
	return "a date without quotes"
}

func wanted(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return "a text in quotes"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number within a million"
	case reflect.Slice:
		return "a list"
	}
	return "a table"
}
