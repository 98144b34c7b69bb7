package offer

import (
	"testing"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/pagetest"
)

func TestLastYear(t *testing.T) {
	t.Parallel()
	for vintage, want := range map[string]int{
		"2022": 2022, "2025-06": 2025, "2019_2020–2022_2023": 2023, "": 0, "juin": 0, "1234567": 0, "20": 0, "COG 2025": 2025, "3000": 0,
	} {
		if got := LastYear(vintage); got != want {
			t.Errorf("LastYear(%q) = %d, want %d", vintage, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/", "") // in 2026
	for _, tt := range []struct {
		year        int
		age, freshy string
	}{
		{2026, "", "de cette année"},
		{2027, "", "de cette année"}, // a period to come
		{2024, "", "il y a 2 ans"},
		{2023, "données anciennes\u00a0: il y a 3 ans", "ancien\u00a0: il y a 3 ans"},
		{0, "", "date non connue"},
	} {
		vintage := ""
		if tt.year > 0 {
			vintage = r.T.Number(tt.year)
			vintage = vintage[:1] + vintage[len(vintage)-3:]
		}
		if got := Age(r, tt.year); got != tt.age {
			t.Errorf("Age(%d) = %q, want %q", tt.year, got, tt.age)
		}
		if got := Freshness(r, vintage); got != tt.freshy {
			t.Errorf("Freshness(%q) = %q, want %q", vintage, got, tt.freshy)
		}
	}
}

// Masked, zero and missing are three things.
func TestFigures(t *testing.T) {
	t.Parallel()
	fr := text.For(text.French)
	for _, tt := range []struct {
		f                     training.Figure
		number, share, points string
	}{
		{training.Of(0), "0", "0\u00a0%", "0"},
		{training.Of(0.364), "0", "36\u00a0%", "0"},
		{training.Of(7), "7", "700\u00a0%", "+7"},
		{training.Of(-2), "\u22122", "-200\u00a0%", "\u22122"},
		{training.Figure{Status: training.Secret}, "secret", "secret", "secret"},
		{training.Figure{}, "non publié", "non publié", "non publié"},
	} {
		if got := Figure(fr, tt.f); got != tt.number {
			t.Errorf("Figure(%v) = %q, want %q", tt.f, got, tt.number)
		}
		if got := Share(fr, tt.f); tt.f.Value >= 0 && got != tt.share {
			t.Errorf("Share(%v) = %q, want %q", tt.f, got, tt.share)
		}
		if got := Points(fr, tt.f); got != tt.points {
			t.Errorf("Points(%v) = %q, want %q", tt.f, got, tt.points)
		}
	}
}

func TestPerPlace(t *testing.T) {
	t.Parallel()
	full := training.Offer{EntryYear: 1, Capacity: training.Of(10), Applied: training.Of(25), Applicants: training.FirstWishes}
	if v, ok := PerPlace(&full); !ok || v != 2.5 {
		t.Errorf("PerPlace = %v, %v, want 2.5", v, ok)
	}
	for what, change := range map[string]func(*training.Offer){
		"second year":    func(o *training.Offer) { o.EntryYear = 2 },
		"no capacity":    func(o *training.Offer) { o.Capacity = training.Figure{} },
		"zero places":    func(o *training.Offer) { o.Capacity = training.Of(0) },
		"masked wishes":  func(o *training.Offer) { o.Applied = training.Figure{Status: training.Secret} },
		"nobody counted": func(o *training.Offer) { o.Applicants = training.NoApplicants },
	} {
		o := full
		change(&o)
		if v, ok := PerPlace(&o); ok {
			t.Errorf("%s: PerPlace = %v, want none", what, v)
		}
	}
}

func TestCited(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	c := Cite(m)
	if got := c.Of(trainingtest.BTS, training.None, trainingtest.VoiePro, trainingtest.BTS, 99); len(got) != 2 || got[0].ID != "bts" {
		t.Errorf("Of = %v, want the two sources in the order given", got)
	}
	c.Add(trainingtest.Annuaire)
	if got := c.List(); len(got) != 3 || got[0].ID != "annuaire" || got[1].ID != "voie_pro" {
		t.Errorf("List = %v, want three in the order of the registry", got)
	}
}

// What is no address of a site is not linked.
func TestWebsite(t *testing.T) {
	t.Parallel()
	for site, want := range map[string]string{
		"https://lycee.example/": "https://lycee.example/", "http://a.example": "http://a.example",
		"www.lycee.example": "", "javascript:alert(1)": "", "": "", "https://": "", "http://[": "",
	} {
		if got := Website(&training.Establishment{Website: site}); got != want {
			t.Errorf("Website(%q) = %q, want %q", site, got, want)
		}
	}
}
