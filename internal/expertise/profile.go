package expertise

import (
	"strings"
	"unicode/utf8"

	"continuum/internal/campus"
)

// Profile is what is known of an expert from one panel to the next.
type Profile struct {
	College College `json:"college"`
	// Employer is a UAI, SIRET or SIREN, or the register's identifier of an organisation.
	Employer string              `json:"employer,omitzero"`
	Sectors  []campus.SectorCode `json:"sectors,omitempty"`
	Region   string              `json:"region,omitzero"` // INSEE code
	Most     int                 `json:"most"`            // dossiers in a wave
}

// UsualMost is how many dossiers an expert reads at most when nobody has said.
const UsualMost = 30

// Valid reports whether the profile is one: a text that people write in is no longer than
// a name, and an expert reads at least one dossier.
func (p *Profile) Valid() bool {
	return p.Most >= 1 && p.Most <= MaxLoad && utf8.RuneCountInString(p.Employer) <= 100 && p.Employer == strings.TrimSpace(p.Employer)
}

// Composition is who sits in a panel that forms, and what it reads.
type Composition struct {
	Rules     PanelRules
	Experts   []Expert
	President ExpertID // empty: not chosen yet
	Dossiers  []Dossier
	// Profiles are what is to be kept of the experts for the next panel.
	Profiles map[ExpertID]Profile
}

// Members are the seats of the composition.
func (c *Composition) Members() (list []Member) {
	for i := range c.Experts {
		e := &c.Experts[i]
		list = append(list, Member{e.ID, e.College, e.ID == c.President})
	}
	return list
}
