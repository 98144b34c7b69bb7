package cli

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/catalog"
	"continuum/internal/pathway"
	"continuum/internal/training/trainingtest"
)

// Tables say what is not known, and never say it as a number.
func TestTables(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		show func(*Program, []byte) error
		body string
		want []string
	}{
		{
			"an itinerary", (*Program).showItineraries, `{"front":7,"none":null,"items":[{"criteria":{"years":{"value":5,"unknown":1},"farthest_km":{"value":null,"unknown":2},"difficulty":{"value":0.63,"unknown":0},"outcome":{"value":null}},
			"steps":[{"label":"CAP\u001b[31m","level":3,"offer":null,"km":null,"years":2,"progression":{"strength":"usual","source":"rule:x","condition":"sur dossier"}},
			{"label":"Bac pro","level":4,"offer":{"id":"o","establishment":"Lycée","route":"school","departement":"56"},"km":0,"years":null,"progression":{"strength":"published","source":"onisep","condition":null}}]}]}`,
			[]string{"1 of 7: ≥ 5 years, ? at the farthest, difficulty 63 %, outcome ?", "not in our data", "usual, rule:x: sur dossier", "Lycée (56)", "CAP [31m"},
		},
		{
			"none", (*Program).showItineraries, `{"front":0,"items":[],"none":{"missing":{"label":"Doctorat","level":8,"offer":{"establishment":"Université","route":"school","departement":"29"},"km":140,"progression":{"strength":"published","source":"masters"}},"reached":7,"relax":[{"constraint":"max_km","to":141},{"constraint":"located_only","to":null}]}}`,
			[]string{"highest level within reach: 7", "Université (29)", "relaxed: --max-km 141", "relaxed: --located-only\n"},
		},
		{"nothing leads there", (*Program).showItineraries, `{"items":[],"none":{"missing":null,"reached":null,"relax":[]}}`, []string{"reach: ?", "no progression leads there"}},
		{
			"coverage", (*Program).showCoverage, `{"perimeter":"region:53","items":[{"sector":"MECA","young":103,"covered":0,"unsure":40.4,"levels":[{"ground":103},{"ground":80}],"needs":{"projects":200,"masked":3,"confidence":"high"},"breaks":[{"level":5,"label":null,"young":62.6,"communes":3}]}]}`,
			[]string{"region:53", "MECA", "≥ 200 (3 masked, high)", "level 5 for 63 in 3 communes: "},
		},
		{
			"gaps", (*Program).showGaps, `{"perimeter":"france","items":[{"sector":"MECA","label":"BTS","uai":"0560101K","establishment":"Lycée","city":"Lorient","level":5,"communes":2,"young":41.2,"needs":{"projects":80,"masked":0,"confidence":"medium"}},{"sector":"MECA","needs":{"projects":null,"masked":2}},{"sector":"MECA","needs":{"projects":null,"masked":0}},{"sector":"MECA","needs":null}]}`,
			[]string{"41", "80 (medium)", "masked (2)", " – ", " ? ", "Lycée, Lorient", "0560101K"},
		},
		{
			"a change", (*Program).showChange, `{"hash":"abc","perimeter":"france","surveyed":9,"items":[{"sector":"MECA","covered":-12,"unsure":0,"levels":[{"ground":3}],"places":[{"places":24},{"places":-4}],"changed":5}]}`,
			[]string{"scenario abc", "9 communes", "-12", "+0", "+3", "+20"},
		},
	} {
		var out bytes.Buffer
		if err := tt.show(&Program{Stdout: &out}, []byte(tt.body)); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		for _, want := range tt.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: without %q:\n%s", tt.name, want, out.String())
			}
		}
		if err := tt.show(&Program{Stdout: &out}, []byte("<html>")); err == nil {
			t.Errorf("%s: what is not JSON is read", tt.name)
		}
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status int
		body   string
		want   string
		code   int
	}{
		{http.StatusBadRequest, `{"detail":"d","errors":[{"name":"max_km","value":"x","detail":"not a number","accepted":["1 to 2"]},{"name":"from","value":"","detail":"it is needed"}]}`, `--max-km "x": not a number (1 to 2); --from: it is needed`, misuse},
		{http.StatusRequestURITooLong, `{"detail":"Too long.","errors":[]}`, "Too long.", misuse},
		{http.StatusServiceUnavailable, `{"detail":"Took too long.","errors":[]}`, "Took too long.", failed},
		{http.StatusBadGateway, `<html>`, "no answer: status 502", failed},
	} {
		err := refusal(tt.status, []byte(tt.body))
		if err.Error() != tt.want || codeOf(err) != tt.code {
			t.Errorf("%d %s: %v, code %d; want %s, code %d", tt.status, tt.body, err, codeOf(err), tt.want, tt.code)
		}
	}
}

func TestParameters(t *testing.T) {
	t.Parallel()
	c := coverage{territory: territory{Region: "53", Sector: []string{"MOBI", "ALIM"}, MaxKm: "40"}, Detail: true}
	q := c.parameters()
	q.yes("detail", c.Detail)
	q.yes("remote", false)
	if diff := cmp.Diff("detail=yes&max_km=40&region=53&sector=MOBI&sector=ALIM", url.Values(q).Encode()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestScenarioOf(t *testing.T) {
	t.Parallel()
	if got, err := scenarioOf(strings.NewReader("[]")); got != "[]" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := scenarioOf(strings.NewReader(strings.Repeat(" ", 9<<10))); err == nil {
		t.Error("9 KiB are read")
	}
}

// The report names what it counts, and no offer is reached that does not exist.
func TestWorth(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	e := pathway.New(m, nil)
	w := worthOf(e, e.Check())
	if w.Qualifications == 0 || w.Progressions != len(e.Graph().Edges) || len(w.Reach) != catalog.HighestLevel-catalog.LowestLevel+1 {
		t.Errorf("%+v", w)
	}
	for _, l := range w.Reach {
		if l.Reached > l.Offers || l.Offers == 0 {
			t.Errorf("%+v", l)
		}
	}
	sum := 0
	for _, n := range w.ByStrength {
		sum += n
	}
	if sum != w.Progressions {
		t.Errorf("%d of all strengths, %d in all", sum, w.Progressions)
	}
	var out bytes.Buffer
	if err := (&Program{Stdout: &out}).showWorth(w); err != nil || !strings.Contains(out.String(), "level 8") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
