package lheo

import (
	"strconv"
	"strings"

	"continuum/internal/training"
)

// body tells the establishment that answers for a training.
func (d *document) body(e *training.Establishment) {
	name := e.Name
	if name == "" {
		name = notGiven
	}
	d.open("organisme-formation-responsable", "numero", e.UAI)
	d.code("numero-activite", noActivity)
	d.within("SIRET-organisme-formation", "SIRET", noSIRET)
	d.text("nom-organisme", name, 250)
	d.text("raison-sociale", name, 250)
	d.open("coordonnees-organisme")
	d.contact(e)
	d.close("coordonnees-organisme")
	d.open("contact-organisme")
	d.contact(e)
	d.close("contact-organisme")
	if len(e.UAI) == 8 {
		d.within("code-UAI-organisme-formation", "code-UAI", e.UAI)
	}
	d.close("organisme-formation-responsable")
}

// contact tells where an establishment is and its site: neither person nor telephone.
func (d *document) contact(e *training.Establishment) {
	d.open("coordonnees")
	d.place(e)
	if len(e.Website) >= 3 {
		d.address("web", e.Website)
	}
	d.close("coordonnees")
}

func (d *document) place(e *training.Establishment) {
	d.open("adresse")
	if e.Name != "" {
		d.text("denomination", e.Name, 255)
	}
	for _, line := range lines(e) {
		d.text("ligne", line, maxLine)
	}
	if len(e.Postcode) == 5 {
		d.code("codepostal", e.Postcode)
	} else {
		d.code("codepostal", noPostcode)
	}
	if e.City != "" {
		d.text("ville", e.City, 50)
	} else {
		d.text("ville", notGiven, 50)
	}
	if n := len(e.Departement); n == 2 || n == 3 {
		d.code("departement", e.Departement)
	}
	if len(e.Commune) == 5 {
		d.code("code-INSEE-commune", e.Commune)
	}
	if len(e.Region) == 2 {
		d.code("region", e.Region)
	}
	d.code("pays", "FR")
	if !e.Point.IsZero() {
		d.open("geolocalisation")
		d.code("latitude", strconv.FormatFloat(e.Point.Lat, 'f', -1, 64))
		d.code("longitude", strconv.FormatFloat(e.Point.Lon, 'f', -1, 64))
		d.close("geolocalisation")
	}
	d.close("adresse")
}

// Bounds of an address: lines, and characters of a line.
const (
	maxLines = 4
	maxLine  = 50
)

// lines are those of an address, cut between words; its name where there is none, since
// one is demanded.
func lines(e *training.Establishment) []string {
	text := e.Address
	if text == "" {
		text = e.Name
	}
	var out []string
	line := ""
	for _, w := range strings.Fields(text) {
		switch {
		case line == "":
			line = w
		case runes(line)+1+runes(w) <= maxLine:
			line += " " + w
		default:
			out, line = append(out, line), w
		}
	}
	if line != "" {
		out = append(out, line)
	}
	if len(out) == 0 {
		return []string{notGiven}
	}
	return out[:min(maxLines, len(out))]
}
