package trainingtest

import (
	"cmp"
	"slices"

	"continuum/internal/training"
)

func (b builder) progressions() []training.Progression {
	var all []training.Progression
	for _, p := range []struct {
		from, to  string
		kind      training.ProgressionKind
		condition string
		source    int32
	}{
		{CommonYear, Boilermaker, training.Family, "", BCN},
		{ITCommon, ITOption, training.Option, "", BCN},
		{OldBoiler, Boilermaker, training.Lineage, "", BCN},
		{Welding, Boilermaker, training.Onisep, "", Onisep},
		{Boilermaker, MetalBTS, training.Onisep, "avec un très bon dossier", Onisep},
		{MetalBTS, Licence, training.Onisep, "", Onisep},
		{General, BUT, training.Onisep, "", Onisep},
		{General, Licence, training.Onisep, "", Onisep},
		{Licence, Master, training.Licence, "", Masters},
		{Master, Doctorate, training.Doctoral, "", Masters},
	} {
		all = append(all, training.Progression{From: b.q(p.from), To: b.q(p.to), Kind: p.kind, Condition: p.condition, Source: p.source})
	}
	slices.SortFunc(all, func(x, y training.Progression) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To), cmp.Compare(x.Kind, y.Kind))
	})
	return all
}

func (b builder) offers() []training.Offer {
	school := func(qualification, uai string, capacity, applied float64, year int16) training.Offer {
		return training.Offer{
			Qualification: b.q(qualification), Establishment: b.e(uai), Route: training.School, Mode: training.OnSite,
			EntryYear: 1, Year: year, Capacity: training.Of(capacity), Applied: training.Of(applied),
			Applicants: training.FirstWishes, Source: VoiePro,
		}
	}
	with := func(o training.Offer, change func(*training.Offer)) training.Offer {
		change(&o)
		return o
	}
	apprentice := func(o *training.Offer) { o.Route = training.Apprenticeship }
	wishes := func(o *training.Offer) { o.Applicants, o.Source = training.AllWishes, BTS }
	course := func(o *training.Offer) {
		o.Capacity, o.Applied, o.Applicants = training.Figure{}, training.Figure{}, training.NoApplicants
		o.Source = Parcoursup
	}
	inferred := func(o *training.Offer) { course(o); o.Inferred, o.Source = true, Annuaire }
	all := []training.Offer{
		with(school(Welding, LorientPro, 15, 22, 2022), func(o *training.Offer) {
			o.MEF, o.Enrolled, o.EnrolledYear = "23210025438", training.Of(27), 2020
		}),
		school(Welding, "0440104H", 12, 9, 2022),
		school(Welding, "9740106R", 24, 0, 2022), // nobody asked: zero, not missing
		with(school(Welding, LorientCFA, 0, 0, 2024), func(o *training.Offer) {
			apprentice(o)
			course(o)
			o.CapacityNote = training.NoteUnlimited
		}),
		school("50025224", "0290101C", 12, 18, 2022),
		school("50025224", LorientPro, 10, 14, 2022),
		school(CommonYear, LorientPro, 30, 41, 2022),
		school(CommonYear, "0440104H", 24, 12, 2022),
		with(school(Boilermaker, LorientPro, 15, 0, 2022), func(o *training.Offer) {
			o.EntryYear, o.MEF, o.Applied = 2, "23820025411", training.Figure{}
			o.Applicants = training.NoApplicants
		}),
		with(school(Boilermaker, "0440104H", 12, 8, 2022), func(o *training.Offer) { o.EntryYear, o.MEF = 2, "23820025411" }),
		with(school(Boilermaker, "9740106R", 12, 8, 2022), func(o *training.Offer) { o.MEF = "23810025411" }),
		with(school(Boilermaker, "0350103F", 0, 5, 2022), func(o *training.Offer) {
			o.Capacity, o.CapacityNote = training.Figure{}, training.NoteClosed
		}),
		school(Fishing, "0290101C", 24, 20, 2022),
		with(school(Fishing, "0560102L", 0, 0, 2020), func(o *training.Offer) {
			o.Capacity, o.Applied, o.Applicants = training.Figure{}, training.Figure{}, training.NoApplicants
			o.Enrolled, o.EnrolledYear = training.Of(11), 2020
		}),
		with(school(General, BrestLycee, 0, 0, 2025), inferred),
		with(school(General, "0350103F", 0, 0, 2025), inferred),
		with(school(General, "0560102L", 0, 0, 2025), inferred),
		with(school(MetalBTS, "0560102L", 15, 96, 2024), wishes),
		with(school(MetalBTS, "0440104H", 24, 180, 2024), wishes),
		with(school(MetalBTS, "0560102L", 12, 60, 2024), func(o *training.Offer) { apprentice(o); wishes(o) }),
		with(school(MetalBTS, LorientCFA, 10, 44, 2024), func(o *training.Offer) { apprentice(o); wishes(o) }),
		with(school(ITCommon, "0350103F", 30, 540, 2024), wishes),
		with(school(ITCommon, CNED, 2000, 310, 2024), func(o *training.Offer) { wishes(o); o.Mode = training.Distance }),
		with(school(ITCommon, Nameless, 20, 35, 2024), func(o *training.Offer) { apprentice(o); wishes(o) }),
		with(school(BUT, "0561718N", 0, 0, 2025), course),
		with(school(BUT, "0290346U", 0, 0, 2025), course),
		with(school(Licence, "0290346U", 0, 0, 2025), course),
		with(school(Licence, "0561718N", 0, 0, 2025), course),
		with(school(Master, "0561718N", 24, 0, 2021), func(o *training.Offer) { course(o); o.Capacity, o.Source = training.Of(24), Masters }),
		with(school(Doctorate, "0290346U", 0, 0, 2019), func(o *training.Offer) { course(o); o.Source = Masters }),
		with(school(Licence, "0290346U", 0, 0, 2025), func(o *training.Offer) { course(o); o.Route = training.Continuing }),
	}
	for i := range all {
		o := &all[i]
		o.ID = training.OfferID(b.m.Qualifications[o.Qualification].ID, b.m.Establishments[o.Establishment].UAI, o.Route, o.Mode, o.EntryYear)
		if o.Mode == training.OnSite {
			o.Point = b.m.Establishments[o.Establishment].Point
		}
	}
	training.Sort(all, func(o *training.Offer) string { return o.ID })
	return all
}

func (b builder) outcomes() []training.Outcome {
	secret := training.Figure{Status: training.Secret}
	hidden := [5]training.Figure{secret, secret, secret, secret}
	rates := func(six, twelve, eighteen, twentyFour float64) [5]training.Figure {
		return [5]training.Figure{training.Of(six), training.Of(twelve), training.Of(eighteen), training.Of(twentyFour)}
	}
	region := func(id, code string, r training.Route, cohort, mef string) training.Outcome {
		return training.Outcome{
			Qualification: b.q(id), Establishment: training.None, Region: code, Route: r,
			Cohort: cohort, MEF: mef, Source: InserJeunes,
		}
	}
	add := func(o training.Outcome, leavers, onward training.Figure, employed [5]training.Figure) training.Outcome {
		o.Leavers, o.Continue, o.Employed = leavers, onward, employed
		return o
	}
	all := []training.Outcome{
		add(region(Welding, "53", training.School, "2020_2021", "23220025438"), training.Of(40), training.Of(0.55), rates(0.3, 0.34, 0.4, 0.42)),
		add(region(Welding, "53", training.School, "2021_2022", "23220025438"), training.Of(44), training.Of(0.52), rates(0.36, 0.4, 0.44, 0.47)),
		add(region(Welding, "52", training.School, "2021_2022", "23220025438"), secret, training.Of(0.6), hidden),
		add(region(Welding, "53", training.Apprenticeship, "2021_2022", ""), training.Of(31), training.Of(0.3), rates(0.71, 0.74, 0.75, 0.8)),
		add(region(OldBoiler, "53", training.School, "2020_2021", "23830025409"), training.Of(120), training.Of(0.4), rates(0.5, 0.56, 0.6, 0.63)),
		add(region(MetalBTS, "53", training.School, "2021_2022", "32221025415"), training.Of(52), training.Of(0.48), rates(0.62, 0.68, 0.7, 0.75)),
		add(region(MetalBTS, "53", training.Apprenticeship, "2021_2022", ""), training.Of(18), training.Of(0.35), hidden),
		{
			Qualification: training.None, Establishment: b.e(LorientPro), Route: training.School, Cohort: "2022_2023",
			Leavers: training.Of(130), Continue: training.Of(0.44), Employed: [5]training.Figure{training.Of(0.41)},
			Expected: training.Of(0.38), ValueAdded: training.Of(3), Source: InserJeunes,
		},
		{
			Qualification: training.None, Establishment: b.e(LorientCFA), Route: training.Apprenticeship, Cohort: "2022_2023",
			Continue: secret, Employed: hidden, Expected: training.Of(0.66), ValueAdded: training.Of(-2), Source: InserJeunes,
		},
		{
			Qualification: training.None, Establishment: b.e("0561718N"), Field: "Sciences, technologies et santé", Cohort: "2017",
			Employed: [5]training.Figure{2: training.Of(0.88), 4: training.Of(0.93)}, Source: Masters,
		},
	}
	return all
}

func sources() []training.Provenance {
	source := func(id, title, publisher, licence, vintage string, rows int) training.Provenance {
		return training.Provenance{
			ID: id, Title: title, Publisher: publisher, Page: "data.education.gouv.fr", Licence: licence,
			Present: true, Vintage: vintage, Layout: "complet", Version: 1, Rows: rows, Recorded: 1764000000, Read: rows,
		}
	}
	all := []training.Provenance{
		Annuaire:    source("annuaire", "Annuaire de l'éducation", "Ministère de l'éducation nationale", "licence-ouverte-2.0", "2025-06", 13),
		VoiePro:     source("voie_pro", "Offre de la voie professionnelle", "Ministère de l'éducation nationale", "none-stated", "2022", 16),
		BTS:         source("bts", "BTS : vœux et capacités", "Ministère de l'éducation nationale", "none-stated", "2024", 7),
		Parcoursup:  source("parcoursup", "Formations de Parcoursup", "Ministère de l'enseignement supérieur", "licence-ouverte-2.0", "2025", 5),
		Masters:     source("masters", "Mentions de master", "Ministère de l'enseignement supérieur", "licence-ouverte-2.0", "2021", 2),
		BCN:         source("bcn_diplomes", "Base centrale des nomenclatures", "DEPP", "none-stated", "2025-01", 15),
		Onisep:      source("onisep_formations", "Idéo-Fiches formations", "Onisep", "ODbL-1.0", "2024-06", 8),
		InserJeunes: source("inserjeunes", "InserJeunes", "DEPP, DARES", "licence-ouverte-2.0", "2019_2020–2022_2023", 10),
		BMO:         source("bmo", "Besoins en main-d'œuvre", "France Travail", "licence-ouverte-2.0", "2024", 3),
		Unpublished: {
			ID: "ideo_structures", Title: "Idéo-Structures d'enseignement", Publisher: "Onisep",
			Page: "opendata.onisep.fr", Licence: "ODbL-1.0", Unpublished: "Fichier trop gros pour les copies trouvées.",
		},
	}
	all[VoiePro].Quarantined = map[string]int{"uai: not a UAI: want seven digits and a letter": 2}
	all[VoiePro].Read += 3
	all[VoiePro].Skipped = map[string]int{"the same row twice": 1}
	all[Parcoursup].Warned = map[string]int{"latitude: a point in the sea or in a neighbouring country": 1}
	all[BMO].Version, all[BMO].Recorded = 0, 0
	return all
}

func joins() []training.Join {
	return []training.Join{
		{ID: "voie_pro_point", Source: "voie_pro", Rows: 16, RowsResolved: 16, Keys: 5, KeysResolved: 5, Expected: 0.994},
		{ID: "bts_point", Source: "bts", Rows: 7, RowsResolved: 6, Keys: 5, KeysResolved: 4, Expected: 0.865, Unresolved: []string{Nameless}},
		{ID: "poursuites", Source: "onisep_formations", Rows: 8, RowsResolved: 5, Keys: 8, KeysResolved: 5, Expected: 0.81, Unresolved: []string{"BTS Pêche", "Licence pro Navale", "Titre professionnel soudeur"}},
	}
}
