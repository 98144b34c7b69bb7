package webtest

import (
	"strings"
	"testing"
)

const sample = `<main id="m"><h1 class="big red">Un&nbsp;titre</h1><ul><li data-x="1">a</li><li>b</li></ul><script>no</script></main><p>dehors</p>`

func TestCheckers(t *testing.T) {
	t.Parallel()
	doc, err := Parse(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		check Checker
		holds bool
	}{
		{"text, any space", In("main h1", HasText("Un titre")), true},
		{"other text", In("main h1", HasText("Deux")), false},
		{"no such element", In("main h2", HasText("")), false},
		{"two classes", In("h1.red.big", HasText("titre")), true},
		{"a class it has not", In("h1.blue"), false},
		{"an id", In("#m li", HasText("a")), true},
		{"an attribute", In("li[data-x=1]", HasAttr("data-x", "1")), true},
		{"an attribute with another value", In("li[data-x=2]"), false},
		{"outside", None("main p"), true},
		{"count", Count("main li", 2), true},
		{"wrong count", Count("li", 3), false},
		{"each", Each("li", HasNoText("c")), true},
		{"not each", Each("li", HasText("a")), false},
		{"scripts are not read", In("main", HasNoText("no")), true},
		{"all", All(Count("li", 2), None("h2")), true},
	} {
		if err := tt.check(doc); (err == nil) != tt.holds {
			t.Errorf("%s: %v, want holds = %v", tt.name, err, tt.holds)
		}
	}
}
