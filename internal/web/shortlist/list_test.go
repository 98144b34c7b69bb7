package shortlist

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

var (
	welding = Item{"50025438", "0560101K"}
	boats   = Item{"ps-but-genie", "0290008B"}
)

func TestRead(t *testing.T) {
	t.Parallel()
	many := "1"
	for i := range 10_000 {
		many += fmt.Sprintf("~5002%d.0560101K", i)
	}
	for _, tt := range []struct {
		name, query string
		want        List
	}{
		{"nothing", "", List{}},
		{"of another page", "q=cap&lieu=Lorient", List{}},
		{"two trainings, in their order", "liste=1~50025438.0560101K~ps-but-genie.0290008B", List{Items: []Item{welding, boats}}},
		{"an empty list of ours", "liste=1", List{}},
		{"left open by a form", "liste=&trajet=&question=&depart=", List{}},
		{"one twice is one", "liste=1~50025438.0560101K~50025438.0560101K", List{Items: []Item{welding}}},
		{"two parameters", "liste=1~50025438.0560101K&liste=1~ps-but-genie.0290008B", List{Items: []Item{welding, boats}}},
		{"another version is not guessed", "liste=2~50025438.0560101K", List{Odd: 1}},
		{"HTML", "liste=1~%3Cscript%3E.0560101K~50025438.0560101K", List{Items: []Item{welding}, Odd: 1}},
		{"NUL", "liste=1~50025438%00.0560101K~50025438.0560101K%00", List{Odd: 2}},
		{"no establishment", "liste=1~50025438~50025438.~.0560101K~.", List{Odd: 4}},
		{"an address cut on its way", "liste=1~50025438.0560101K~&x=%", List{Items: []Item{welding}, Odd: 2}},
		{"too long for an identifier", "liste=1~" + strings.Repeat("a", 201) + ".0560101K", List{Odd: 1}},
		{"a pathway and its question", "trajet=1~3e~50025438.0560101K.s1~40025411&question=ou%3DLorient%26niveau%3D4", List{
			Way: &Way{Start: "3e", Steps: []string{"50025438.0560101K.s1", "40025411"}, Ask: "ou=Lorient&niveau=4"},
		}},
		{"a pathway without steps", "trajet=1~3e", List{Odd: 1}},
		{"a pathway with a bent step is none", "trajet=1~3e~50025438.0560101K.s1~%3Ci%3E", List{Odd: 1}},
		{"a pathway of too many steps", "trajet=1~3e" + strings.Repeat("~40025411", MostSteps+1), List{Odd: 1}},
		{"a question without pathway", "question=ou%3DLorient", List{}},
		{"a question that is none", "trajet=1~3e~40025411&question=%25zz", List{Way: &Way{Start: "3e", Steps: []string{"40025411"}}, Odd: 1}},
		{"a place", "liste=1~50025438.0560101K&depart=+Lorient+", List{Items: []Item{welding}, Home: "Lorient"}},
		{"a place that is none", "depart=%ff", List{Odd: 1}},
		{"a place of 10 kB", "depart=" + strings.Repeat("a", 10_000), List{Odd: 1}},
	} {
		if diff := cmp.Diff(tt.want, Read(tt.query)); diff != "" {
			t.Errorf("%s: Read(%.80s) (-want +got):\n%s", tt.name, tt.query, diff)
		}
	}
	if l := Read("liste=" + many); len(l.Items) != Most || l.Over != 10_000-Most || l.Odd != 0 {
		t.Errorf("10,000 trainings: %d kept, %d over, %d odd", len(l.Items), l.Over, l.Odd)
	}
}

// What is written is read back, and what is handed on is beside what a page is asked.
func TestAddress(t *testing.T) {
	t.Parallel()
	l := List{Items: []Item{welding}, Way: &Way{Start: End3e, Steps: []string{"40025411"}, Ask: "ou=Lorient&niveau=4"}, Home: "Lorient (56121)"}
	l = l.With(boats)
	got := l.Address()
	if want := "/ma-liste?liste=1~50025438.0560101K~ps-but-genie.0290008B&trajet=1~3e~40025411&question=ou%3DLorient%26niveau%3D4&depart=Lorient+%2856121%29"; got != want {
		t.Errorf("address\n%s, want\n%s", got, want)
	}
	if diff := cmp.Diff(l, Read(got[len("/ma-liste?"):])); diff != "" {
		t.Errorf("read back: %s", diff)
	}
	l = l.Without(welding)
	l = l.WithWay(nil)
	for _, tt := range []struct{ on, want string }{
		{"/parcours", "/parcours?liste=1~ps-but-genie.0290008B&depart=Lorient+%2856121%29"},
		{"/formations?q=cap", "/formations?q=cap&liste=1~ps-but-genie.0290008B&depart=Lorient+%2856121%29"},
		{"/formations/1#lieux", "/formations/1?liste=1~ps-but-genie.0290008B&depart=Lorient+%2856121%29#lieux"},
	} {
		if got := l.On(tt.on); got != tt.want {
			t.Errorf("On(%s) = %s, want %s", tt.on, got, tt.want)
		}
	}
	l = l.Without(boats)
	if !l.Empty() || l.Address() != Path || l.On("/parcours") != "/parcours" {
		t.Errorf("an empty list is at %s, and hands on %s", l.Address(), l.On("/parcours"))
	}
}

// A list that is handed around is not changed by what is made from it.
func TestListsAreValues(t *testing.T) {
	t.Parallel()
	l := List{Items: make([]Item, 1, 10)}
	l.Items[0] = welding
	a, b := l.With(boats), l.With(Item{"x", "y"})
	if a.Items[1] != boats || len(l.Items) != 1 || len(b.Items) != 2 {
		t.Errorf("lists share their items: %v, %v", a.Items, b.Items)
	}
	if n := a.Without(welding); len(a.Items) != 2 || len(n.Items) != 1 {
		t.Errorf("removing changes the list: %v", a.Items)
	}
}

// Every training of the offer can be kept, and is told by the beginning of its offers.
func TestItemOf(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	for i := range m.Offers {
		it := ItemOf(m, &m.Offers[i])
		if got, ok := ReadItem(it.String()); !ok || got != it || !strings.HasPrefix(m.Offers[i].ID, it.String()+".") {
			t.Errorf("offer %s is kept as %s, read back as %v", m.Offers[i].ID, it, got)
		}
	}
	if len(m.Offers) == 0 || m.Offer(m.Offers[0].ID) == training.None {
		t.Error("no offer to keep")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "liste=1~50025438.0560101K~ps-but.0290008B", "liste=1~~.~%00", "trajet=1~3e~40025411&question=ou%3Dx", "liste=2~x", "depart=%ff&liste=1", "liste=1~a.b&liste=1~a.b~c.d", "%",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		l := Read(raw)
		if len(l.Items) > Most || l.Way != nil && (len(l.Way.Steps) == 0 || len(l.Way.Steps) > MostSteps) || len(l.Home) > longest {
			t.Fatalf("Read(%q) lets through %+v", raw, l)
		}
		for i, it := range l.Items {
			if slices.Contains(l.Items[:i], it) || !identifier(it.String()) {
				t.Fatalf("Read(%q) lets through %q", raw, it)
			}
		}
		// What it writes is an address, and the same list.
		address := l.Address()
		u, err := url.Parse(address)
		if err != nil || !utf8.ValidString(address) {
			t.Fatalf("Read(%q) is written %q: %v", raw, address, err)
		}
		again := Read(u.RawQuery)
		if l.Empty() {
			l.Home = "" // nothing is written of an empty list
		}
		l.Odd, l.Over = 0, 0
		if diff := cmp.Diff(l, again); diff != "" {
			t.Fatalf("Read(%q) written and read again: %s", raw, diff)
		}
	})
}
