package entry_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/labelling/entry"
	"continuum/internal/ruleset"
	"continuum/internal/training"
)

// world is a catalog of one campus and one establishment.
func world(t testing.TB) *catalog.Catalog {
	t.Helper()
	p := campus.Provenance{Sources: []campus.SourceID{"s"}, Confidence: campus.High}
	r := &campus.Records{
		Sectors:  []campus.Sector{{Code: "MERX", Slug: "mer", Label: "Mer", Rank: 1}},
		Sources:  []campus.Source{{ID: "s", Title: "Page", Licence: "none-stated"}},
		Campuses: []campus.Campus{{ID: "mer", Slug: "industries-de-la-mer"}},
	}
	for property, value := range map[campus.Property]string{
		campus.Name: "Campus de la mer", campus.SectorProp: "MERX", campus.RegionProp: "53", campus.AcademieProp: "14", campus.Commune: "56121",
	} {
		f := campus.Fact{Campus: "mer", Property: property, Value: value, Provenance: p}
		f.ID = campus.FactID(&f)
		r.Facts = append(r.Facts, f)
	}
	m := &training.Model{Establishments: []training.Establishment{
		{UAI: "0290012R", Name: "Lycée au lieu douteux", City: "Brest", Commune: "29019", Region: "53", Point: geo.Point{Lat: 48.4, Lon: -4.5}, PointDoubt: "loin"},
		{UAI: "0560026Z", Name: "Lycée de la rade", City: "Lorient", Commune: "56121", Region: "53", Point: geo.Point{Lat: 47.75, Lon: -3.36}},
	}}
	m.Index()
	atlas, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	cat, err := catalog.Build(r, atlas, m, 1, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// granted is a dossier of a new campus with these members and texts.
func granted(members [][]string, texts map[string]string) *labelling.Case {
	d := &labelling.Dossier{ID: "d-1", Values: map[string]labelling.Version{"members": {Value: labelling.Value{Table: members}}}}
	for field, s := range texts {
		d.Values[field] = labelling.Version{Value: labelling.Value{Text: s}}
	}
	return &labelling.Case{Rules: ruleset.Named("cmq-2018").Rules, Dossier: d}
}

// row is a member as authors write it: name, kind, code, city, role, governance, since, signed.
func row(cells ...string) []string { return cells }

func TestSlug(t *testing.T) {
	t.Parallel()
	cat := world(t)
	for _, tt := range []struct{ title, want string }{
		{"Campus des métiers et des qualifications de la forêt", "foret"},
		{"Campus des métiers et des qualifications d’excellence des matériaux", "materiaux"},
		{"Campus des métiers et des qualifications de l’eau", "eau"},
		{"Campus des métiers et des qualifications d’Armor", "armor"},
		{"Les métiers du cuir", "les-metiers-du-cuir"},
		// What all titles begin with, and nothing more, is all that there is.
		{"Campus des métiers et des qualifications", "campus-des-metiers-et-des-qualifications"},
		// Another campus has it, another dossier of the order takes the next.
		{"Industries de la mer", "industries-de-la-mer-3"},
		{"« ! »", "campus"},
		{"", "campus"},
		{strings.Repeat("a", 99) + " b", strings.Repeat("a", 99)}, // cut, with no dash at its end
	} {
		if got := entry.Of(cat, granted(nil, nil), tt.title, "industries-de-la-mer-2").Slug; got != tt.want {
			t.Errorf("slug of %q = %q, want %q", tt.title, got, tt.want)
		}
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	cat := world(t)
	full := row("Lycée de la rade", "lycee_professionnel", "0560026Z", "Lorient", "porteur", "yes", "2024-09-01", "yes")
	with := func(column int, cell string) []string {
		r := slices.Clone(full)
		r[column] = cell
		return r
	}
	type got struct {
		id    string
		uai   campus.UAI
		siret campus.SIRET
		role  campus.Role
		from  string
	}
	good := got{"lycee-de-la-rade-0560026z", "0560026Z", "", campus.Carrier, "2024-09-01"}
	for _, tt := range []struct {
		name string
		rows [][]string
		want []got
	}{
		{"as it is", [][]string{full}, []got{good}},
		{"not signed", [][]string{with(7, "no")}, nil},
		{"nobody said whether it signed", [][]string{with(7, "")}, nil},
		{"no name", [][]string{with(0, "")}, nil},
		{"a kind that is none", [][]string{with(1, "royaume")}, nil},
		{"a role that is none", [][]string{with(4, "roi")}, nil},
		{"a short row", [][]string{full[:3]}, nil},
		{"spaces and small letters in the code", [][]string{with(2, "056 0026 z")}, []got{good}},
		{"a code with another letter is not believed", [][]string{with(2, "0560026A")}, []got{{"lycee-de-la-rade-e414d224", "", "", campus.Carrier, "2024-09-01"}}},
		{"a SIRET", [][]string{with(2, "130 025 265 00013")}, []got{{"lycee-de-la-rade-e414d224", "", "13002526500013", campus.Carrier, "2024-09-01"}}},
		{"a SIRET whose key is wrong is not believed", [][]string{with(2, "13002526500014")}, []got{{"lycee-de-la-rade-e414d224", "", "", campus.Carrier, "2024-09-01"}}},
		{"a year alone", [][]string{with(6, "2024")}, []got{{good.id, good.uai, "", good.role, "2024"}}},
		{"a day that is none is not known", [][]string{with(6, "hier")}, []got{{good.id, good.uai, "", good.role, ""}}},
		{"twice the same", [][]string{full, full}, []got{good}},
		{"twice the same, from another day", [][]string{full, with(6, "2025-09-01")}, []got{good}},
	} {
		e := entry.Of(cat, granted(tt.rows, nil), "Mer")
		var list []got
		for _, m := range e.Memberships {
			o := e.Organisations[slices.IndexFunc(e.Organisations, func(o campus.Organisation) bool { return o.ID == m.Organisation })]
			list = append(list, got{string(m.Organisation), o.UAI, o.SIRET, m.Role, m.Valid.From.String()})
			if m.Standing != campus.Confirmed || m.Convention != "dossier d-1" {
				t.Errorf("%s: %+v", tt.name, m)
			}
		}
		if diff := cmp.Diff(tt.want, list, cmp.AllowUnexported(got{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	// A body that has two roles is one body.
	e := entry.Of(cat, granted([][]string{full, with(4, "membre")}, nil), "Mer")
	if len(e.Organisations) != 1 || len(e.Memberships) != 2 {
		t.Errorf("two roles: %+v, %+v", e.Organisations, e.Memberships)
	}
	// A campus that the register has learns nothing here.
	c := granted([][]string{full}, nil)
	c.Dossier.Campus = "mer"
	if e := entry.Of(cat, c, "Mer"); e.Slug != "" || len(e.Organisations)+len(e.Facts) > 0 {
		t.Errorf("of a known campus: %+v", e)
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	cat := world(t)
	for _, tt := range []struct {
		name  string
		texts map[string]string
		want  map[campus.Property]string
	}{
		{"nothing", nil, nil},
		{"at its carrier", map[string]string{"carrier": "0560026Z", "website": "https://example.org/mer"}, map[campus.Property]string{
			campus.Website: "https://example.org/mer", campus.HostName: "Lycée de la rade", campus.HostUAI: "0560026Z", campus.City: "Lorient", campus.Commune: "56121",
			campus.PointProp: "47.75000,-3.36000", campus.PointBasis: "host_city",
		}},
		{"a point in doubt is not taken", map[string]string{"carrier": "0290012R"}, map[campus.Property]string{
			campus.HostName: "Lycée au lieu douteux", campus.HostUAI: "0290012R", campus.City: "Brest", campus.Commune: "29019",
		}},
		{"a carrier that nobody knows", map[string]string{"carrier": "9999999Z"}, nil},
		{"a script is no website", map[string]string{"website": "javascript:alert(1)"}, nil},
		{"no host", map[string]string{"website": "https:///mer"}, nil},
	} {
		var got map[campus.Property]string
		for _, f := range entry.Of(cat, granted(nil, tt.texts), "Mer").Facts {
			if got == nil {
				got = make(map[campus.Property]string)
			}
			got[f.Property] = f.Value
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	cat := world(t)
	d := &labelling.Dossier{ID: "d-1", Campus: "mer"}
	has := func(d *labelling.Dossier, want ...account.Scope) {
		t.Helper()
		got := entry.Scopes(cat, d)
		for i, s := range got {
			if slices.Contains(got[:i], s) {
				t.Errorf("%v is there twice", s)
			}
		}
		for _, s := range want {
			if !slices.Contains(got, s) {
				t.Errorf("%v is not in %v", s, got)
			}
		}
	}
	own := account.Scope{Kind: account.DossierScope, ID: "d-1"}
	brittany := account.Scope{Kind: account.Region, ID: "53"}
	has(d, own, account.Scope{Kind: account.CampusScope, ID: "mer"}, account.Scope{Kind: account.Academie, ID: "14"}, brittany)
	d = &labelling.Dossier{ID: "d-1", Values: map[string]labelling.Version{
		"academies": {Value: labelling.Value{List: []string{"14"}}}, "regions": {Value: labelling.Value{List: []string{"53", "11"}}},
	}}
	has(d, own, account.Scope{Kind: account.Academie, ID: "14"}, brittany, account.Scope{Kind: account.AcademicRegion, ID: "11"})
	if got := entry.Scopes(cat, &labelling.Dossier{ID: "d-1"}); !slices.Equal(got, []account.Scope{own}) {
		t.Errorf("of a dossier that names nothing: %v", got)
	}
}

var (
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	idForm   = regexp.MustCompile(`^[^\s/?#]{1,200}$`)
)

// FuzzEntry has what people type become what the register takes: addresses and identifiers
// of its form, each body once, and each part once at a time.
func FuzzEntry(f *testing.F) {
	cat := world(f)
	f.Add("Campus des métiers et des qualifications de la mer", "Lycée de la rade", "0560026Z", "Lorient", "2024-09-01", "Lycée de la rade", "")
	f.Add("!", "…", "130 025 265 00013", "", "0001", strings.Repeat("é", 200), "9999-99")
	f.Add(strings.Repeat("campus ", 40), strings.Repeat("long ", 80), "\x00", "\u202e", "2024", " ", "2024-02-31")
	f.Add("Ϋ", "Ωμέγα 3", "0", "0", "0", "0", "0")
	f.Fuzz(func(t *testing.T, title, name, code, city, since, other, until string) {
		rows := [][]string{
			row(name, "lycee_professionnel", code, city, "porteur", "", since, "yes"), row(name, "entreprise", "", city, "porteur", "", until, "yes"),
			row(other, "entreprise", code, city, "membre", "", since, "yes"), row(name, "lycee_professionnel", code, city, "membre", "", since, "yes"),
		}
		e := entry.Of(cat, granted(rows, nil), title)
		if !slugForm.MatchString(e.Slug) || len(e.Slug) > 110 {
			t.Errorf("slug %q of %q", e.Slug, title)
		}
		seen := make(map[campus.OrgID]bool)
		for _, o := range e.Organisations {
			if seen[o.ID] || !idForm.MatchString(string(o.ID)) {
				t.Errorf("body %q, twice: %v", o.ID, seen[o.ID])
			}
			seen[o.ID] = true
			if o.UAI != "" && !o.UAI.Checked() || o.SIRET != "" && !o.SIRET.Valid() {
				t.Errorf("codes %q %q", o.UAI, o.SIRET)
			}
		}
		for i, m := range e.Memberships {
			if !seen[m.Organisation] {
				t.Errorf("nobody is %q", m.Organisation)
			}
			for _, n := range e.Memberships[:i] {
				if n.Organisation == m.Organisation && n.Role == m.Role && n.Valid.Meets(m.Valid) {
					t.Errorf("%q has one part twice", m.Organisation)
				}
			}
		}
	})
}
