package ruleset

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// validator checks rules that were read: that they hold together, and that a dossier
// can go from its first state to an end.
type validator struct {
	r *Ruleset
	*decoder
}

// word is the form of an identifier: it goes in addresses, keys and files.
var word = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

func (v *validator) all() {
	v.heading()
	v.certain("", reflect.ValueOf(v.r).Elem())
	v.grid()
	v.content()
	v.judging()
	v.calendar()
	v.machine()
	v.followup()
}

func (v *validator) heading() {
	r := v.r
	v.name("id", r.ID)
	if r.Name == "" {
		v.bad("name", "say what these rules are, in French", "is empty")
	}
	if r.From.IsZero() {
		v.bad("from", "give the first day of the rules", "is empty")
	}
	if !r.Until.IsZero() && r.Until.Earliest() <= r.From.Latest() {
		v.bad("until", "give a later day, or none", "%s is not after %s", r.Until, r.From)
	}
	ids(v, "source", r.Sources, func(s Source) string { return s.ID })
	for i, s := range r.Sources {
		v.filled(at("source", i, "title"), s.Title)
	}
	if r.MaxYears.Value < 1 || r.MaxYears.Value > 20 {
		v.bad("max_years.value", "1 to 20", "%d years", r.MaxYears.Value)
	}
	if len(r.Years) == 0 {
		v.bad("years", "list the periods that may be granted", "is empty")
	}
	for i, y := range r.Years {
		if y.Value < 1 || y.Value > r.MaxYears.Value {
			v.bad(at("years", i, "value"), fmt.Sprintf("1 to max_years, %d", r.MaxYears.Value), "%d years", y.Value)
		}
	}
	ids(v, "category", r.Categories, func(c Category) string { return c.ID })
	ids(v, "kind", r.Kinds, func(k Kind) string { return k.ID })
	for i, k := range r.Kinds {
		oneOf(v, at("kind", i, "campus"), k.Campus, []string{"new", "known"})
	}
	for key, n := range map[string]int{
		"category": len(r.Categories), "kind": len(r.Kinds), "block": len(r.Blocks), "field": len(r.Fields), "state": len(r.States), "step": len(r.Calendar),
	} {
		if n == 0 {
			v.bad(key, "add a [["+key+"]]", "there is none")
		}
	}
}

// certain checks every certainty of the tree, and that its source is one that the
// file names.
func (v *validator) certain(path string, val reflect.Value) {
	switch val.Kind() {
	case reflect.Slice:
		for i := range val.Len() {
			v.certain(fmt.Sprintf("%s[%d]", path, i+1), val.Index(i))
		}
	case reflect.Struct:
		if k, ok := val.Interface().(Known); ok {
			if (strings.HasSuffix(path, ".raised_as") || path == "panel.vote_minutes") && k == (Known{}) {
				return // said only where a category raises the criterion, or where there is such a rule
			}
			oneOf(v, join(path, "certainty"), k.Certainty, Certainties)
			if !slices.ContainsFunc(v.r.Sources, func(s Source) bool { return s.ID == k.Source }) {
				v.bad(join(path, "source"), "name a [[source]] of the file", "unknown source %.60q", k.Source)
			}
			return
		}
		for i := range val.NumField() {
			f := val.Type().Field(i)
			switch {
			case !f.IsExported() || f.Type.PkgPath() == "continuum/internal/date":
			case f.Anonymous:
				v.certain(path, val.Field(i))
			default:
				v.certain(join(path, f.Tag.Get("toml")), val.Field(i))
			}
		}
	}
}

func (v *validator) grid() {
	ids(v, "axis", v.r.Axes, func(a Axis) string { return a.ID })
	ids(v, "criterion", v.r.Criteria, func(c Criterion) string { return c.ID })
	axes := idsOf(v.r.Axes, func(a Axis) string { return a.ID })
	categories := idsOf(v.r.Categories, func(c Category) string { return c.ID })
	for i, c := range v.r.Criteria {
		oneOf(v, at("criterion", i, "axis"), c.Axis, axes)
		v.filled(at("criterion", i, "title"), c.Title)
		for _, r := range c.Raised {
			oneOf(v, at("criterion", i, "raised"), r, categories)
		}
		if len(c.Raised) > 0 && c.RaisedAs == (Known{}) {
			v.bad(at("criterion", i, "raised_as"), "say how sure it is that the criterion is raised", "is missing")
		}
	}
	for i, g := range v.r.Scale {
		v.filled(at("grade", i, "name"), g.Name)
		if i > 0 && g.Value <= v.r.Scale[i-1].Value {
			v.bad(at("grade", i, "value"), "list grades from the lowest, each once", "%d is not above %d", g.Value, v.r.Scale[i-1].Value)
		}
	}
}

func (v *validator) followup() {
	if n := v.r.Followup.Interim.Value; n < 1 || n > 99 {
		v.bad("followup.interim.value", "percent of the period, 1 to 99", "%d", n)
	}
	for i, a := range v.r.Followup.Alerts {
		if a.Value < 1 || i > 0 && a.Value >= v.r.Followup.Alerts[i-1].Value {
			v.bad(at("followup.alert", i, "value"), "months before the end, largest first, each once", "%d", a.Value)
		}
	}
}

func (v *validator) name(path, id string) {
	if !word.MatchString(id) {
		v.bad(path, "small letters, digits, _ and -, at most 40, a letter first", "%.60q is not an identifier", id)
	}
}

func (v *validator) filled(path, s string) {
	if strings.TrimSpace(s) == "" {
		v.bad(path, "write it, in French", "is empty")
	}
}

// at is the path of a key in the i-th table of that name.
func at(table string, i int, key string) string { return fmt.Sprintf("%s[%d].%s", table, i+1, key) }

// oneOf checks that a word is one of those that are known.
func oneOf[S ~string](v *validator, path string, s S, known []S) {
	if !slices.Contains(known, s) {
		words := make([]string, len(known))
		for i, k := range known {
			words[i] = string(k)
		}
		v.bad(path, "one of "+strings.Join(words, ", "), "unknown word %.60q", string(s))
	}
}

// ids checks identifiers: their form, and that none is given twice.
func ids[T any, S ~string](v *validator, table string, list []T, id func(T) S) {
	seen := make(map[S]int)
	for i, item := range list {
		switch s := id(item); {
		case !word.MatchString(string(s)):
			v.name(at(table, i, "id"), string(s))
		case seen[s] > 0:
			v.bad(at(table, i, "id"), "give it another", "%q is that of %s[%d] too", string(s), table, seen[s])
		default:
			seen[s] = i + 1
		}
	}
}

func idsOf[T any, S cmp.Ordered](list []T, id func(T) S) []S {
	out := make([]S, len(list))
	for i, item := range list {
		out[i] = id(item)
	}
	return out
}
