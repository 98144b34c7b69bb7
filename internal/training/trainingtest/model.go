// Package trainingtest gives a small national offer to test on: metalwork and the sea,
// from CAP to doctorate, with one of each odd thing that official files hold. Names are
// those of real towns; establishments, figures and identifiers are invented where they
// are not codes of the nomenclatures.
package trainingtest

import (
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Positions of Sources in the model.
const (
	Annuaire int32 = iota
	VoiePro
	BTS
	Parcoursup
	Masters
	BCN
	Onisep
	InserJeunes
	BMO
	Unpublished // has no version
)

// Identifiers that tests ask for, named after what is odd in them.
const (
	LorientPro  = "0560101K" // second-year entries, a masked outcome
	BrestLycee  = "0290008B" // general: its offers are inferred
	LorientCFA  = "0561901W" // apprenticeship, a doubtful point
	CNED        = "0861288H" // distance: a large capacity
	Nameless    = "0569999X" // no commune, no point
	Welding     = "50025438" // CAP, school and apprenticeship
	CommonYear  = "40020103" // 2nde commune
	Boilermaker = "40025411" // bac pro, whose regional rate is its predecessor's
	OldBoiler   = "40025409" // its predecessor, closed, no offer
	Fishing     = "40021304" // no regional outcome
	General     = "47000099" // bac général, inferred
	MetalBTS    = "32025415" // BTS, school and apprenticeship
	ITCommon    = "32032612" // BTS with options
	ITOption    = "32032614"
	BUT         = "ps-but-genie-mecanique-et-productique"
	FormerBUT   = "ps-but-gmp" // an alias of BUT
	Licence     = "ps-licence-mecanique"
	Master      = "inm-1900001A"
	Doctorate   = "ed-900"
	Merchant    = "for-9001" // Onisep only, no offer
	OnisepMetal = "for-9002" // an alias of MetalBTS
	Welder      = "H2913"    // ROME
)

// Model returns a new indexed model. Callers may change it, and index it again.
func Model() *training.Model {
	m := &training.Model{
		Establishments: establishments(),
		Qualifications: qualifications(),
		Occupations:    occupations(),
		Needs:          needs(),
		NSF: []training.Term{
			{Code: "100", Label: "Formations générales"},
			{Code: "115", Label: "Physique"},
			{Code: "213", Label: "Forêts, espaces naturels, faune sauvage, pêche"},
			{Code: "251", Label: "Mécanique générale et de précision, usinage"},
			{Code: "252", Label: "Moteurs et mécanique auto"},
			{Code: "254", Label: "Structures métalliques"},
			{Code: "311", Label: "Transport, manutention, magasinage"},
			{Code: "326", Label: "Informatique, traitement de l'information, réseaux"},
		},
		Sources: sources(),
		Joins:   joins(),
	}
	training.Sort(m.Establishments, func(e *training.Establishment) string { return e.UAI })
	training.Sort(m.Qualifications, func(q *training.Qualification) string { return q.ID })
	training.Sort(m.Occupations, func(o *training.Occupation) string { return o.ROME })
	m.Index()
	b := builder{m}
	b.link()
	m.Progressions = b.progressions()
	m.Offers = b.offers()
	m.Outcomes = b.outcomes()
	m.Index()
	return m
}

// builder turns identifiers into positions. An identifier that leads nowhere is a
// mistake of this package, and panics.
type builder struct{ m *training.Model }

func (b builder) q(id string) int32 {
	at, _ := b.m.Qualification(id)
	if at == training.None {
		panic("trainingtest: no qualification " + id)
	}
	return at
}

func (b builder) e(uai string) int32 {
	at := b.m.Establishment(uai)
	if at == training.None {
		panic("trainingtest: no establishment " + uai)
	}
	return at
}

func (b builder) link() {
	b.m.Qualifications[b.q(Boilermaker)].Former = []int32{b.q(OldBoiler)}
	for i := range b.m.Occupations {
		for q := range b.m.Qualifications {
			if slices.Contains(b.m.Qualifications[q].ROME, b.m.Occupations[i].ROME) {
				b.m.Occupations[i].Qualifications = append(b.m.Occupations[i].Qualifications, int32(q))
			}
		}
	}
}

func establishments() []training.Establishment {
	place := func(uai, name string, kind training.EstablishmentKind, public training.Public, commune, city, postcode string, p geo.Point) training.Establishment {
		e := training.Establishment{
			UAI: uai, Name: name, Kind: kind, Public: public, Commune: commune, City: city,
			Postcode: postcode, Point: p, Source: Annuaire, PointSource: Annuaire,
		}
		switch dep := commune[:2]; dep {
		case "56", "29", "35", "22":
			e.Departement, e.Academie, e.Region = dep, "14", "53"
		case "44":
			e.Departement, e.Academie, e.Region = dep, "17", "52"
		case "86":
			e.Departement, e.Academie, e.Region = dep, "13", "75"
		case "97":
			e.Departement, e.Academie, e.Region = "974", "28", "04"
		}
		return e
	}
	all := []training.Establishment{
		place(LorientPro, "Lycée professionnel du Scorff", training.LyceePro, training.IsPublic, "56121", "Lorient", "56100", geo.Point{Lat: 47.7483, Lon: -3.3702}),
		place("0560102L", "Lycée polyvalent de la Rade", training.LyceePolyvalent, training.IsPublic, "56121", "Lorient", "56100", geo.Point{Lat: 47.7541, Lon: -3.3925}),
		place("0290101C", "Lycée maritime du Guilvinec", training.LyceePro, training.IsPublic, "29284", "Treffiagat", "29730", geo.Point{Lat: 47.7999, Lon: -4.2701}),
		place(BrestLycee, "Lycée de l'Élorn", training.LyceeGeneral, training.IsPublic, "29019", "Brest", "29200", geo.Point{Lat: 48.3965, Lon: -4.5246}),
		place("0350103F", "Lycée Sainte-Barbe", training.LyceePolyvalent, training.PrivateContract, "35238", "Rennes", "35000", geo.Point{Lat: 48.1119, Lon: -1.6743}),
		place(LorientCFA, "CFA des métiers de la mer", training.CFA, training.Private, "56121", "Lorient", "56100", geo.Point{Lat: 48.0601, Lon: -2.9602}),
		place("0561718N", "Université de Bretagne Sud", training.University, training.IsPublic, "56121", "Lorient", "56100", geo.Point{Lat: 47.7455, Lon: -3.3553}),
		place("0290346U", "Université de Bretagne Occidentale", training.University, training.IsPublic, "29019", "Brest", "29200", geo.Point{Lat: 48.3980, Lon: -4.5077}),
		place("0440104H", "Lycée des Chantiers", training.LyceePolyvalent, training.IsPublic, "44184", "Saint-Nazaire", "44600", geo.Point{Lat: 47.2735, Lon: -2.2138}),
		place("0290105G", "Collège des Abers", training.College, training.IsPublic, "29019", "Brest", "29200", geo.Point{Lat: 48.4012, Lon: -4.4807}),
		place(CNED, "CNED", training.OtherKind, training.IsPublic, "86194", "Poitiers", "86000", geo.Point{Lat: 46.6616, Lon: 0.3572}),
		place("9740106R", "Lycée professionnel du Port", training.LyceePro, training.IsPublic, "97407", "Le Port", "97420", geo.Point{Lat: -20.9373, Lon: 55.2916}),
	}
	for i := range all {
		e := &all[i]
		switch e.UAI {
		case LorientPro:
			e.Website, e.Boarding, e.Pupils = "https://lycee.example/", training.Yes, training.Of(480)
			e.Address = "12 rue du Bassin"
		case LorientCFA:
			e.PointDoubt = training.DoubtFar
		case "0290105G":
			e.Pupils = training.Of(412)
		case BrestLycee:
			e.Boarding = training.No
		}
		if e.Region == "53" && e.Departement == "56" {
			e.Basin = "5315"
		}
	}
	return append(all, training.Establishment{
		UAI: Nameless, Name: "Organisme de formation", Kind: training.OtherKind, City: "Vannes",
		Source: Parcoursup, PointSource: training.None,
	})
}

func qualifications() []training.Qualification {
	return []training.Qualification{
		{ID: Welding, CFD: Welding, Label: "CAP Réalisations industrielles en chaudronnerie ou soudage option B soudage", Kind: "CAP", Level: 3, NSF: "254", Years: 2, MEF: []string{"23210025438", "23220025438"}, RNCP: []string{"RNCP37239"}, Active: true, ROME: []string{Welder}, Sector: "MECA", SectorRule: "254", Source: BCN},
		{ID: "50025224", CFD: "50025224", Label: "CAP Maintenance nautique", Kind: "CAP", Level: 3, NSF: "252", Years: 2, MEF: []string{"23210025224", "23220025224"}, Active: true, Sector: "MOBI", SectorRule: "252", Source: BCN},
		{ID: CommonYear, CFD: CommonYear, Label: "2nde commune Métiers de la réalisation d'ensembles mécaniques et industriels", Kind: "BAC PRO", Level: 4, NSF: "201", Years: 3, MEF: []string{"23810020103"}, Active: true, Sector: "MECA", SectorRule: "201", Common: true, Source: BCN},
		{ID: Boilermaker, CFD: Boilermaker, Label: "Bac pro Technicien en chaudronnerie industrielle", Kind: "BAC PRO", Level: 4, NSF: "254", Years: 3, MEF: []string{"23810025411", "23820025411", "23830025411"}, RNCP: []string{"RNCP37098"}, Active: true, ROME: []string{"H2902", Welder}, Sector: "MECA", SectorRule: "254", Source: BCN},
		{ID: OldBoiler, CFD: OldBoiler, Label: "Bac pro Technicien en chaudronnerie industrielle (avant 2018)", Kind: "BAC PRO", Level: 4, NSF: "254", Years: 3, MEF: []string{"23830025409"}, Sector: "MECA", SectorRule: "254", Source: BCN},
		{ID: Fishing, CFD: Fishing, Label: "Bac pro Conduite et gestion des entreprises maritimes - pêche", Kind: "BAC PRO", Level: 4, NSF: "213", Years: 3, MEF: []string{"23810021304", "23820021304", "23830021304"}, Active: true, ROME: []string{"A1415"}, Sector: "ALIM", SectorRule: "213", Source: BCN},
		{ID: General, CFD: General, Label: "Bac général", Kind: "BAC GENE", Level: 4, NSF: "100", Years: 3, Active: true, Source: BCN},
		{ID: MetalBTS, CFD: MetalBTS, Aliases: []string{OnisepMetal}, Onisep: "FOR.9002", Label: "BTS Conception et réalisation en chaudronnerie industrielle", Kind: "BTS", Level: 5, NSF: "254", Years: 2, MEF: []string{"32211025415", "32221025415"}, RNCP: []string{"RNCP38370"}, Active: true, ROME: []string{"H1203"}, Sector: "MECA", SectorRule: "254", Source: BCN},
		{ID: ITCommon, CFD: ITCommon, Label: "BTS Services informatiques aux organisations", Kind: "BTS", Level: 5, NSF: "326", Years: 2, MEF: []string{"32211032612"}, Active: true, Sector: "NUME", SectorRule: "326", Common: true, Source: BCN},
		{ID: ITOption, CFD: ITOption, Label: "BTS Services informatiques aux organisations option B solutions logicielles et applications métiers", Kind: "BTS", Level: 5, NSF: "326", Years: 2, MEF: []string{"32221032614"}, Active: true, ROME: []string{"M1805"}, Sector: "NUME", SectorRule: "326", Source: BCN},
		{ID: BUT, Aliases: []string{FormerBUT}, Label: "BUT Génie mécanique et productique", Kind: "BUT", Level: 6, NSF: "251", Years: 3, Active: true, Sector: "MECA", SectorRule: "251", Source: Parcoursup},
		{ID: Licence, Label: "Licence Mécanique", Kind: "LICENCE", Level: 6, NSF: "115", Years: 3, Active: true, Sector: "MECA", SectorRule: "115 mecanique", Source: Parcoursup},
		{ID: Master, Label: "Master Génie mécanique", Kind: "MASTER", Level: 7, NSF: "251", Years: 2, Active: true, Sector: "MECA", SectorRule: "251", Source: Masters},
		{ID: Merchant, Label: "Diplôme d'élève officier de la marine marchande", Kind: "DIPLOME", Level: 7, NSF: "311", Years: 5, Active: true, Onisep: "FOR.9001", Sector: "MOBI", SectorRule: "311", Source: Onisep},
		{ID: Doctorate, Label: "Doctorat Sciences de l'ingénieur (École doctorale 900)", Kind: "DOCTORAT", Level: 8, Years: 3, Active: true, Source: Masters},
	}
}

func occupations() []training.Occupation {
	return []training.Occupation{
		{ROME: Welder, Label: "Soudage manuel", Domain: "Industrie", Words: []string{"Soudeur / Soudeuse", "Soudeur / Soudeuse à l'arc", "Soudeur / Soudeuse naval"}, Source: BCN},
		{ROME: "H2902", Label: "Chaudronnerie - tôlerie", Domain: "Industrie", Words: []string{"Chaudronnier / Chaudronnière"}, Source: BCN},
		{ROME: "H1203", Label: "Conception et dessin produits mécaniques", Domain: "Industrie", Words: []string{"Dessinateur / Dessinatrice en chaudronnerie"}, Source: BCN},
		{ROME: "A1415", Label: "Équipage de la pêche", Domain: "Agriculture et pêche", Words: []string{"Marin-pêcheur / Marin-pêcheuse", "Matelot à la pêche"}, Source: BCN},
		{ROME: "M1805", Label: "Études et développement informatique", Domain: "Support à l'entreprise", Words: []string{"Développeur / Développeuse web"}, Source: BCN},
		{ROME: "N3103", Label: "Navigation fluviale", Domain: "Transport et logistique", Source: BCN}, // no qualification leads to it
	}
}

func needs() []training.Need {
	return []training.Need{
		{FAP: "D1X30", Label: "Chaudronniers, tôliers, traceurs, serruriers, métalliers, forgerons", Basin: "5315", BasinLabel: "Lorient", Region: "53", Projects: training.Of(120), Difficult: training.Of(100), Seasonal: training.Of(0), Year: 2024, Source: BMO},
		{FAP: "D1X33", Label: "Soudeurs", Basin: "5301", BasinLabel: "Brest", Region: "53", Projects: training.Figure{Status: training.Secret}, Difficult: training.Figure{Status: training.Secret}, Seasonal: training.Figure{}, Year: 2024, Source: BMO},
		{FAP: "D1X33", Label: "Soudeurs", Basin: "5315", BasinLabel: "Lorient", Region: "53", Projects: training.Of(80), Difficult: training.Of(70), Seasonal: training.Figure{Status: training.Secret}, Year: 2024, Source: BMO},
	}
}
