package listing

import (
	"strings"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/pagetest"
)

func TestWave(t *testing.T) {
	t.Parallel()
	fr := text.For(text.French)
	for code, want := range map[string]string{
		"2013": "2013", "2015a": "2015, 1re vague", "2015b": "2015, 2e vague", "2016-2017": "2016 ou 2017",
		"2019-et-apres": "2019 ou après", "2013-ou-2016": "2013 ou 2016", "printemps": "printemps", "20": "20", "2015?": "2015?", "": "",
	} {
		if got := Wave(fr, code); got != want {
			t.Errorf("Wave(%q) = %q, want %q", code, got, want)
		}
	}
	for _, code := range pagetest.Catalog(t).Waves {
		if Wave(fr, code) == code && len(code) != 4 {
			t.Errorf("the wave %q is shown as a code", code)
		}
	}
}

func TestStateWords(t *testing.T) {
	t.Parallel()
	fr := text.For(text.French)
	asked, then := date.NewDay(2026, 11, 24), date.NewDay(2015, 9, 1)
	for _, tt := range []struct {
		state campus.State
		want  string
	}{
		{campus.State{Status: campus.InForce, On: asked}, "En vigueur"},
		{campus.State{Status: campus.InForce, On: then}, "1er septembre 2015"},
		{campus.State{Status: campus.Presumed, On: then}, "1er septembre 2015"},
		{campus.State{Status: campus.Ended, On: then}, "Terminé"},
	} {
		if got := strings.ReplaceAll(StateWords(fr, tt.state, asked), text.NoBreak, " "); !strings.Contains(got, tt.want) {
			t.Errorf("StateWords(%s on %s) = %q, want %q in it", tt.state.Status, tt.state.On, got, tt.want)
		}
	}
}

// TestSentence: every campus, at every kind of day, has a whole sentence in both
// languages.
func TestSentence(t *testing.T) {
	t.Parallel()
	today := date.DayOf(pagetest.Noon)
	for _, cam := range pagetest.Catalog(t).Campuses {
		for _, lang := range text.Langs {
			words := text.For(lang)
			states := map[date.Day]campus.State{today: campus.LastKnown(cam.Labels, today)}
			for _, d := range []date.Day{date.NewDay(2012, 1, 1), date.NewDay(2015, 9, 1), date.NewDay(2020, 6, 1), date.NewDay(2040, 1, 1)} {
				states[d] = campus.StateOn(cam.Labels, d)
			}
			for day, st := range states {
				s := Sentence(words, st, day)
				if s == "" || !strings.HasSuffix(s, ".") || strings.Contains(s, "{") || strings.Contains(s, "listing.") || strings.Contains(s, "..") {
					t.Errorf("%s on %s in %s: %q", cam.Slug, day, lang, s)
				}
				if st.Status == campus.Presumed && st.On == day && !strings.ContainsAny(s, "45") {
					t.Errorf("%s on %s: presumed, without the legal duration: %q", cam.Slug, day, s)
				}
			}
		}
	}
}

// TestTagsDropOneThing: each choice in force has a link that drops it and keeps the others.
func TestTagsDropOneThing(t *testing.T) {
	t.Parallel()
	const query = "q=mer&le=2015-09-01&filiere=MOBI&region=53&region=44&categorie=campus&vague=2015a&etat=en-vigueur&academie=14"
	v, err := New(pagetest.Request(t, "/carte?"+query, ""), "/carte")
	if err != nil {
		t.Fatal(err)
	}
	tags := v.Tags()
	if len(tags) != 9 {
		t.Fatalf("%d tags, want 9", len(tags))
	}
	for _, tag := range tags {
		path, rest, _ := strings.Cut(tag.Without, "?")
		if path != "/carte" || strings.Count(rest, "=") != 8 {
			t.Errorf("%q leads to %s", tag.Text, tag.Without)
		}
		if _, err := New(pagetest.Request(t, tag.Without, ""), "/carte"); err != nil {
			t.Errorf("%q: %v", tag.Text, err)
		}
	}
}

func TestLayerOn(t *testing.T) {
	t.Parallel()
	for day, want := range map[date.Day]geo.Kind{
		0: geo.Region, date.NewDay(2015, 12, 31): geo.Region2015, date.NewDay(2016, 1, 1): geo.Region,
	} {
		if got := LayerOn(day); got != want {
			t.Errorf("LayerOn(%s) = %s, want %s", day, got, want)
		}
	}
}

func TestDocumented(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"/carte":               "",
		"/carte?le=2000-01-01": "",
		"/carte?le=2015-09-01": "31",
		"/carte?le=2013-12-31": "14",
	} {
		v, err := New(pagetest.Request(t, target, ""), "/carte")
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Documented(); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", target, got, want)
		}
	}
}
