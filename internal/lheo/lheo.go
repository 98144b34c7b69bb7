// Package lheo writes the national offer in LHÉO 2.3, the State's common language of
// training offers. It writes facts only: where the language demands a text that no
// source gives, it says that it is not given.
package lheo

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"

	"continuum/internal/training"
)

// Namespace is that of LHÉO 2.3.
const Namespace = "http://lheo.gouv.fr/2.3"

// What the language wants written for what is not known, and for what it has no way
// to leave out.
const (
	notGiven     = "Non communiqué"
	noActivity   = "99999999999" // number of activity of a body that needs none
	noSIRET      = "99999999999999"
	noPostcode   = "00000"
	levelUnknown = "0" // "information non communiquée"
	mixedCourse  = "4" // kind of course: the list has no entry for unknown, and this is its widest
	unknownStart = "00000000"
	unknownEnd   = "99999999"
	no, yes      = "0", "1"
)

// Codes of the public aimed at, FORMACODE V10, by route.
var public = [...]string{
	training.School:         "81061", // initial training
	training.Apprenticeship: "82027", // contract of apprenticeship
	training.Continuing:     "83056", // anyone
}

// alternation says each route in words, where the language has no code for it.
var alternation = [...]string{
	training.School:         "Voie scolaire ou universitaire",
	training.Apprenticeship: "Apprentissage",
	training.Continuing:     "Formation continue",
}

// Options say what goes beside the facts.
type Options struct {
	BaseURL string // of the site whose pages are named, without a slash at its end; empty: none is
}

// ErrNone is returned when no offer is chosen: the language has no empty document.
var ErrNone = errors.New("lheo: no offer is chosen, and a document holds at least one")

// Write writes some offers, by their positions in the model's order, as one document.
// Those of a qualification at an establishment are actions of one training. It streams:
// what is written does not depend on how many there are.
func Write(w io.Writer, m *training.Model, offers []int32, o Options) error {
	if len(offers) == 0 {
		return ErrNone
	}
	d := document{markup: markup{w: bufio.NewWriterSize(w, 64<<10)}, model: m, options: o}
	d.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lheo xmlns=\"" + Namespace + "\">\n")
	d.open("offres")
	for len(offers) > 0 {
		n := 1
		for n < len(offers) && sameTraining(&m.Offers[offers[0]], &m.Offers[offers[n]]) {
			n++
		}
		d.training(offers[:n])
		offers = offers[n:]
	}
	d.close("offres")
	d.raw("</lheo>\n")
	if d.err != nil {
		return d.err
	}
	return d.w.Flush()
}

func sameTraining(a, b *training.Offer) bool {
	return a.Qualification == b.Qualification && a.Establishment == b.Establishment
}

// document is what is being written. Elements are in the order that the schema demands.
type document struct {
	markup
	model   *training.Model
	options Options
}

func (d *document) training(offers []int32) {
	first := &d.model.Offers[offers[0]]
	q, e := &training.Qualification{}, &training.Establishment{}
	if first.Qualification >= 0 {
		q = &d.model.Qualifications[first.Qualification]
	}
	if first.Establishment >= 0 {
		e = &d.model.Establishments[first.Establishment]
	}
	label := q.Label
	if label == "" {
		label = notGiven
	}
	d.open("formation", "numero", q.ID+"."+e.UAI)
	d.domain(q)
	d.text("intitule-formation", label, 255)
	d.text("objectif-formation", "Préparation : "+label, 3000)
	d.text("resultats-attendus", label, 3000)
	d.text("contenu-formation", notGiven, 3000)
	d.code("certifiante", yes)
	d.open("contact-formation")
	d.contact(e)
	d.close("contact-formation")
	d.code("parcours-de-formation", mixedCourse)
	d.code("code-niveau-entree", levelUnknown)
	for _, rncp := range q.RNCP[:min(5, len(q.RNCP))] {
		d.open("certification")
		d.text("code-RNCP", strings.TrimPrefix(rncp, "RNCP"), 10)
		d.close("certification")
	}
	if q.Level >= 1 && q.Level <= 8 {
		d.code("code-niveau-sortie", strconv.Itoa(10+int(q.Level))) // 11 to 18 are the European levels
	}
	if d.options.BaseURL != "" && q.ID != "" {
		d.address("url-formation", d.options.BaseURL+"/formations/"+q.ID)
	}
	for _, at := range offers {
		d.action(&d.model.Offers[at], q, e)
	}
	d.body(e)
	d.close("formation")
}

// domain tells the speciality and the occupations.
func (d *document) domain(q *training.Qualification) {
	d.open("domaine-formation")
	if len(q.NSF) == 3 {
		d.code("code-NSF", q.NSF)
	}
	most := 5
	for _, rome := range q.ROME {
		if len(rome) == 5 && most > 0 {
			d.code("code-ROME", rome)
			most--
		}
	}
	d.close("domaine-formation")
}

func (d *document) action(o *training.Offer, q *training.Qualification, e *training.Establishment) {
	route := o.Route
	if int(route) >= len(public) || route == 0 {
		route = training.Continuing
	}
	d.open("action", "numero", o.ID)
	d.text("rythme-formation", notGiven, 3000)
	d.code("code-public-vise", public[route], "ref", "V10")
	d.code("niveau-entree-obligatoire", no)
	d.text("modalites-alternance", alternation[route], 3000)
	if o.Mode == training.Distance {
		d.code("modalites-enseignement", "2")
	} else {
		d.code("modalites-enseignement", "0")
	}
	d.text("conditions-specifiques", notGiven, 3000)
	d.code("prise-en-charge-frais-possible", no)
	d.open("lieu-de-formation")
	if len(e.UAI) == 8 {
		d.within("code-UAI-lieu-formation", "code-UAI", e.UAI)
	}
	d.contact(e)
	d.close("lieu-de-formation")
	d.code("modalites-entrees-sorties", no) // at fixed dates
	d.session(o, e)
	if e.Boarding == training.Yes {
		d.text("hebergement", "Internat", 250)
	}
	if q.Years > 0 {
		d.text("duree-indicative", strconv.Itoa(int(q.Years))+" an"+plural(int(q.Years)), 150)
	}
	d.extras(o)
	d.close("action")
}

func plural(n int) string {
	if n > 1 {
		return "s"
	}
	return ""
}

// session has the year that the source gives, and neither month nor day: it gives none.
func (d *document) session(o *training.Offer, e *training.Establishment) {
	d.open("session", "numero", o.ID)
	d.open("periode")
	if o.Year > 0 {
		d.code("debut", strconv.Itoa(int(o.Year))+"0000")
	} else {
		d.code("debut", unknownStart)
	}
	d.code("fin", unknownEnd)
	d.close("periode")
	d.open("adresse-inscription")
	d.place(e)
	d.close("adresse-inscription")
	d.close("session")
}

// extras hold what the language has no place for, each under its name in the API.
func (d *document) extras(o *training.Offer) {
	d.open("extras", "info", "continuum")
	one := func(name, value string) {
		if value != "" {
			d.text("extra", value, 0, "info", name)
		}
	}
	one("route", o.Route.String())
	one("mode", o.Mode.String())
	one("entry_year", strconv.Itoa(int(o.EntryYear)))
	one("mef", o.MEF)
	one("capacity", amount(o.Capacity))
	one("capacity_status", o.Capacity.Status.String())
	one("capacity_note", o.CapacityNote)
	one("applicants", amount(o.Applied))
	one("applicants_status", o.Applied.Status.String())
	one("applicants_kind", o.Applicants.String())
	if o.Inferred {
		one("inferred", "true")
	}
	if o.Year > 0 {
		one("year", strconv.Itoa(int(o.Year)))
	}
	if o.Source >= 0 && int(o.Source) < len(d.model.Sources) {
		s := &d.model.Sources[o.Source]
		one("source", s.ID)
		one("source_title", s.Title)
		one("source_publisher", s.Publisher)
		one("source_date", s.Vintage)
		one("source_licence", s.Licence)
	}
	d.close("extras")
}

func amount(f training.Figure) string {
	if f.Status != training.Known {
		return ""
	}
	return strconv.FormatFloat(float64(f.Value), 'f', -1, 32)
}
