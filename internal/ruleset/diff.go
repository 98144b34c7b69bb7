package ruleset

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"continuum/internal/date"
)

// Change is one value that two référentiels do not share.
type Change struct {
	Path   string // criterion[c8].raised: things are named by their identifier
	Before string // empty when it is new
	After  string // empty when it is gone
}

// String is the change on one line.
func (c Change) String() string {
	switch {
	case c.Before == "":
		return "+ " + c.Path + " = " + c.After
	case c.After == "":
		return "- " + c.Path + " = " + c.Before
	}
	return "~ " + c.Path + ": " + c.Before + " → " + c.After
}

// Diff lists what changes from one référentiel to another, in the order of the first
// then of what the second adds. What is listed in another order only is the same.
func Diff(a, b *Ruleset) []Change {
	before, after := flatten(a), flatten(b)
	var list []Change
	had := make(map[string]string, len(before))
	now := make(map[string]string, len(after))
	for _, v := range after {
		now[v[0]] = v[1]
	}
	for _, v := range before {
		had[v[0]] = v[1]
		if w := now[v[0]]; w != v[1] {
			list = append(list, Change{v[0], v[1], w})
		}
	}
	for _, v := range after {
		if _, ok := had[v[0]]; !ok {
			list = append(list, Change{Path: v[0], After: v[1]})
		}
	}
	return list
}

// flatten lists the values that are not empty, with their paths.
func flatten(r *Ruleset) (out [][2]string) {
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if v.IsZero() {
			return
		}
		switch v.Kind() {
		case reflect.Struct:
			if d, ok := v.Interface().(date.Date); ok {
				out = append(out, [2]string{path, d.String()})
				return
			}
			for i := range v.NumField() {
				f := v.Type().Field(i)
				if f.Anonymous {
					walk(path, v.Field(i))
					continue
				}
				walk(join(path, f.Tag.Get("toml")), v.Field(i))
			}
		case reflect.Slice:
			if v.Type().Elem().Kind() != reflect.Struct {
				out = append(out, [2]string{path, fmt.Sprint(v.Interface())})
				return
			}
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%s]", path, nameOf(v.Index(i), i)), v.Index(i))
			}
		default:
			out = append(out, [2]string{path, strings.TrimSpace(fmt.Sprint(v.Interface()))})
		}
	}
	walk("", reflect.ValueOf(r).Elem())
	return out
}

// nameOf is the identifier of an element, its place when it has none.
func nameOf(v reflect.Value, i int) string {
	if id := v.FieldByName("ID"); id.IsValid() {
		return id.String()
	}
	return fmt.Sprint(i + 1)
}

// Hash names rules by what they say, whatever the comments and the order of the keys
// in their file: 64 hexadecimal digits.
func (r *Ruleset) Hash() string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // plain values only
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
