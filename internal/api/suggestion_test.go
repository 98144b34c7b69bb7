package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/training/trainingtest"
)

func TestSuggestions(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, tt := range []struct {
		typed string
		want  Suggestion // among them
	}{
		{"bts cha", Suggestion{"BTS Conception et réalisation en chaudronnerie industrielle", "training", trainingtest.MetalBTS, "/formations/" + trainingtest.MetalBTS}},
		{"chodro", Suggestion{"BTS Conception et réalisation en chaudronnerie industrielle", "training", trainingtest.MetalBTS, "/formations/" + trainingtest.MetalBTS}},
		{"Industries de la me", Suggestion{"Industries de la mer", "campus", "bretagne-mer", "/campus/bretagne-mer"}},
		{"scorff", Suggestion{"Lycée professionnel du Scorff, Lorient", "establishment", trainingtest.LorientPro, "/etablissements/" + trainingtest.LorientPro}},
		{"soudeuse", Suggestion{"Soudage manuel", "occupation", trainingtest.Welder, "/metiers/" + trainingtest.Welder}},
	} {
		page := read[Pages[Suggestion]](t, get(h, Prefix+"/suggestions?q="+url.QueryEscape(tt.typed)), http.StatusOK)
		found := false
		for _, s := range page.Items {
			found = found || s == tt.want
		}
		if !found || page.Next != nil || page.Total != len(page.Items) {
			t.Errorf("%q suggests %+v, want %+v", tt.typed, page, tt.want)
		}
	}
	if page := read[Pages[Suggestion]](t, get(h, Prefix+"/suggestions?q=lycee&limit=2"), http.StatusOK); len(page.Items) != 2 {
		t.Errorf("%d suggestions, want 2", len(page.Items))
	}
}

// Whoever types passes through anything: an empty list, never a refusal.
func TestSuggestionsOfAnything(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, typed := range []string{" ", "-", "'", "🙂", "\x00", "<script>alert(1)</script>", "' OR 1=1 --", "مدرسة", "%"} {
		page := read[Pages[Suggestion]](t, get(h, Prefix+"/suggestions?q="+url.QueryEscape(typed)), http.StatusOK)
		if diff := cmp.Diff([]Suggestion{}, page.Items); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", typed, diff)
		}
	}
	for query, name := range map[string]string{
		"": "q", "q=": "q", "q=" + strings.Repeat("a", 201): "q", "q=a&limit=21": "limit", "q=a&limit=0": "limit", "q=a&limit=x": "limit", "q=%ff": "q",
		"q=a&cursor=x": "cursor",
	} {
		if p := read[Problem](t, get(h, Prefix+"/suggestions?"+query), http.StatusBadRequest); len(p.Errors) != 1 || p.Errors[0].Name != name {
			t.Errorf("%.30s: %+v, want a fault of %s", query, p, name)
		}
	}
}
