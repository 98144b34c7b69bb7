package ruleset

import (
	"reflect"

	"continuum/internal/date"
)

// Sureness counts the values of the rules by how far they may be trusted.
func (r *Ruleset) Sureness() map[Certainty]int {
	count := make(map[Certainty]int)
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			switch x := v.Interface().(type) {
			case date.Date:
				return
			case Known:
				if x != (Known{}) {
					count[x.Certainty]++
				}
				return
			}
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		}
	}
	walk(reflect.ValueOf(r).Elem())
	return count
}
