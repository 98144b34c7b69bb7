package offer

import (
	"encoding/json"
	"strconv"

	"continuum/internal/training"
	"continuum/internal/web/page"
)

// The types of schema.org that pages of the offer speak of; what is not known is left
// out.
type (
	thing struct {
		Context string `json:"@context,omitempty"`
		Type    string `json:"@type"`
		ID      string `json:"@id,omitempty"`
		Name    string `json:"name"`
		URL     string `json:"url,omitempty"`
	}
	postalAddress struct {
		Type     string `json:"@type"`
		Street   string `json:"streetAddress,omitempty"`
		Postcode string `json:"postalCode,omitempty"`
		Locality string `json:"addressLocality,omitempty"`
		Country  string `json:"addressCountry"`
	}
	coordinates struct {
		Type string  `json:"@type"`
		Lat  float64 `json:"latitude"`
		Lon  float64 `json:"longitude"`
	}
	organization struct {
		thing
		Identifier string         `json:"identifier"`
		SameAs     string         `json:"sameAs,omitempty"`
		Address    *postalAddress `json:"address,omitempty"`
		Geo        *coordinates   `json:"geo,omitempty"`
	}
	definedTerm struct {
		Type string `json:"@type"`
		Name string `json:"name,omitempty"`
		Code string `json:"termCode"`
		Set  string `json:"inDefinedTermSet"`
	}
	credential struct {
		Type     string      `json:"@type"`
		Name     string      `json:"name"`
		Category string      `json:"credentialCategory,omitempty"`
		Level    definedTerm `json:"educationalLevel"`
	}
	program struct {
		thing
		Identifier  string        `json:"identifier"`
		Credential  *credential   `json:"educationalCredentialAwarded,omitempty"`
		Duration    string        `json:"timeToComplete,omitempty"`
		Occupations []definedTerm `json:"occupationalCategory,omitempty"`
	}
)

// mostOccupations bounds those that a page's data names.
const mostOccupations = 10

// EstablishmentJSONLD describes an establishment in the words of schema.org.
func EstablishmentJSONLD(r *page.Request, e *training.Establishment) string {
	path := EstablishmentPath(e)
	o := organization{
		thing:      thing{Context: "https://schema.org", Type: schoolType(e.Kind), ID: r.Absolute(path), Name: e.Name, URL: r.Absolute(r.Link(path))},
		Identifier: e.UAI, SameAs: e.Website,
	}
	if e.City != "" {
		o.Address = &postalAddress{"PostalAddress", e.Address, e.Postcode, e.City, "FR"}
	}
	// A doubtful point is shown on the page with its doubt, which these words can't say.
	if !e.Point.IsZero() && e.PointDoubt == "" {
		o.Geo = &coordinates{"GeoCoordinates", e.Point.Lat, e.Point.Lon}
	}
	return encoded(o)
}

func schoolType(k training.EstablishmentKind) string {
	switch k {
	case training.University, training.HigherSchool:
		return "CollegeOrUniversity"
	case training.College:
		return "MiddleSchool"
	case training.LyceeGeneral, training.LyceePro, training.LyceePolyvalent:
		return "HighSchool"
	}
	return "EducationalOrganization"
}

// QualificationJSONLD describes a qualification in the words of schema.org: a program
// that leads to a credential of a European level.
func QualificationJSONLD(r *page.Request, m *training.Model, q *training.Qualification) string {
	path := Path(q)
	p := program{
		thing:      thing{Context: "https://schema.org", Type: "EducationalOccupationalProgram", ID: r.Absolute(path), Name: q.Label, URL: r.Absolute(r.Link(path))},
		Identifier: q.ID,
	}
	if q.Level > 0 {
		p.Credential = &credential{
			Type: "EducationalOccupationalCredential", Name: q.Label, Category: q.Kind,
			Level: definedTerm{Type: "DefinedTerm", Code: strconv.Itoa(int(q.Level)), Set: "https://europa.eu/europass/eqf"},
		}
	}
	if q.Years > 0 {
		p.Duration = "P" + strconv.Itoa(int(q.Years)) + "Y"
	}
	for _, rome := range q.ROME[:min(len(q.ROME), mostOccupations)] {
		term := definedTerm{Type: "DefinedTerm", Code: rome, Set: "ROME"}
		if at := m.Occupation(rome); at != training.None {
			term.Name = m.Occupations[at].Label
		}
		p.Occupations = append(p.Occupations, term)
	}
	return encoded(p)
}

func encoded(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "" // strings and finite numbers always encode
	}
	return string(b)
}
