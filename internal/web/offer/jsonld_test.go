package offer_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/text"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
)

func decoded(t *testing.T, s string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	return v
}

func TestJSONLD(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	r := &page.Request{Site: &page.Site{BaseURL: "https://campus.example"}, Lang: text.English}
	e := m.Establishments[m.Establishment(trainingtest.LorientPro)]
	e.Name = "</script><script>alert(1)</script>"
	at, _ := m.Qualification(trainingtest.Welding)
	for _, tt := range []struct {
		got  string
		want map[string]any
	}{
		{offer.EstablishmentJSONLD(r, &e), map[string]any{
			"@context": "https://schema.org", "@type": "HighSchool", "@id": "https://campus.example/etablissements/0560101K",
			"url": "https://campus.example/en/etablissements/0560101K", "name": e.Name, "identifier": "0560101K", "sameAs": "https://lycee.example/",
			"address": map[string]any{"@type": "PostalAddress", "streetAddress": "12 rue du Bassin", "postalCode": "56100", "addressLocality": "Lorient", "addressCountry": "FR"},
			"geo":     map[string]any{"@type": "GeoCoordinates", "latitude": 47.7483, "longitude": -3.3702},
		}},
		{offer.QualificationJSONLD(r, m, &m.Qualifications[at]), map[string]any{
			"@context": "https://schema.org", "@type": "EducationalOccupationalProgram", "@id": "https://campus.example/formations/50025438",
			"url": "https://campus.example/en/formations/50025438", "name": m.Qualifications[at].Label, "identifier": "50025438", "timeToComplete": "P2Y",
			"educationalCredentialAwarded": map[string]any{
				"@type": "EducationalOccupationalCredential", "name": m.Qualifications[at].Label, "credentialCategory": "CAP",
				"educationalLevel": map[string]any{"@type": "DefinedTerm", "termCode": "3", "inDefinedTermSet": "https://europa.eu/europass/eqf"},
			},
			"occupationalCategory": []any{map[string]any{"@type": "DefinedTerm", "name": "Soudage manuel", "termCode": "H2913", "inDefinedTermSet": "ROME"}},
		}},
	} {
		if diff := cmp.Diff(tt.want, decoded(t, tt.got)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		for _, c := range tt.got {
			if c == '<' || c == '>' {
				t.Fatalf("%s could end the element that holds it", tt.got)
			}
		}
	}
	// What is doubtful or unknown is left out.
	cfa := decoded(t, offer.EstablishmentJSONLD(r, &m.Establishments[m.Establishment(trainingtest.LorientCFA)]))
	if cfa["geo"] != nil || cfa["@type"] != "EducationalOrganization" || cfa["sameAs"] != nil {
		t.Errorf("%v", cfa)
	}
	bare := decoded(t, offer.QualificationJSONLD(&page.Request{Site: &page.Site{}}, m, &m.Qualifications[m.Offers[0].Qualification]))
	if bare["@id"] != nil || bare["url"] != nil {
		t.Errorf("%v", bare)
	}
}
