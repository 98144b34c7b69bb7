package api

import (
	"slices"
	"strings"

	"continuum/internal/pathway"
	"continuum/internal/question"
	"continuum/internal/training"
)

// asked is a parameter of a question about the continuum. Its value is read with the
// others, by package question: they depend on each other.
func asked(name, doc, example string, s schema) param {
	return param{name: name, doc: doc, example: example, schema: s, read: func(*query, *view, string) *refusal { return nil }}
}

// orMore lets a parameter be given several times.
func orMore(p param) param {
	p.many = true
	return p
}

// needed marks a parameter without which there is no question.
func needed(p param) param {
	p.required = true
	return p
}

func among(values ...string) schema { return schema{"type": "string", "enum": values} }

func within(kind string, least, most, otherwise int) schema {
	s := schema{"type": kind, "minimum": least, "maximum": most}
	if otherwise > 0 {
		s["default"] = otherwise
	}
	return s
}

var (
	text  = schema{"type": "string", "maxLength": maxWords}
	yesno = among("yes", "no")
)

const slugDoc = " of a campus, by its slug"

// itineraryParams are what a question about itineraries is made of.
func itineraryParams() []param {
	return []param{
		needed(asked("from", "Where one lives: INSEE code of a commune, its name when no other bears it, or lat,lon.", "29019", text)),
		orMore(asked("after", "What one holds: 3e (the end of 3ᵉ, when nothing is said), a level, or a qualification by its identifier or CFD. Several: any of them.", "3e", text)),
		asked("level", "Where to: level of the last qualification. At least one of level, qualification, cfd, occupation, sector, campus and campus_territory is needed; all that are given hold.", "5", among(levels...)),
		orMore(asked("qualification", "Where to: one of these qualifications, by identifier, present or former.", "50025438", text)),
		orMore(asked("cfd", "Where to: the same, by the code of the diploma.", "50025438", text)),
		asked("occupation", "Where to: an occupation, by its ROME code.", "H2913", text),
		asked("sector", "Where to: a sector, by its code.", "MOBI", text),
		asked("campus", "Where to: an offer of the established members"+slugDoc+".", "", text),
		asked("campus_territory", "Where to: an offer of the fields, in the region"+slugDoc+"; by its members or not.", "", text),
		asked("max_km", "Most kilometres from home to any step: great circle times the detour that distance tells. Without it there is no limit.", "120", within("number", 0, question.MaxKm, 0)),
		asked("max_minutes", "Most minutes by road from home to any step, instead of max_km; refused where no travel-time engine is configured. When the engine fails, distance says what stands in.", "", within("number", 1, question.MaxMinutes, 0)),
		orMore(asked("routes", "Accepted routes; school and apprenticeship without it: continuing training is for adults.", training.School.String(), among(routes()...))),
		asked("boarding", "yes lifts the limit of distance on steps from level 4 up; known lifts it at establishments that a source says to board pupils, which few sources tell.", "yes", among("yes", "no", "known")),
		orMore(asked("public", "Accepted answers to who answers for the establishment; all without it.", string(training.IsPublic), among(string(training.IsPublic), string(training.PrivateContract), string(training.Private)))),
		asked("remote", "yes accepts offers by distance learning.", "yes", yesno),
		asked("located_only", "yes refuses steps that our data place nowhere.", "no", yesno),
		asked("within", "Stay with the offers of the established members and of the fields and region"+slugDoc+".", "", text),
		orMore(asked("avoid", "Offers and qualifications not to go through, by identifier.", "50025224", text)),
		asked("k", "Most itineraries shown.", "3", within("integer", 1, pathway.MaxShown, question.DefaultShown)),
	}
}

// reachParams are what a question about a territory is made of.
func reachParams() []param {
	return []param{
		asked("region", "INSEE code of the region asked about. One territory at most; the country without any.", "53", text),
		asked("academie", "Official code of the académie asked about.", "14", text),
		asked("departement", "Code of the département asked about.", "29", text),
		asked("commune", "INSEE code of the commune asked about.", "29019", text),
		asked("zone_emploi", "Code of the zone d'emploi asked about, INSEE 2020.", "5310", text),
		asked("campus", "The territory of a campus, by its slug: its region, in its sector unless sector says otherwise.", "bretagne-mer", text),
		orMore(asked("sector", "Codes of sectors; all that the offer has without it.", "MOBI", text)),
		asked("max_km", "Reach of every step from the commune, in kilometres: great circle × 1.3, or the detour that the site is set to.", "60", within("number", question.LeastReach, question.MostReach, question.DefaultReach)),
	}
}

// scenarioParams are those of a territory, then those of an itinerary that do not mean
// something else here.
func scenarioParams(scenario ...param) []param {
	all := append(reachParams(), scenario...)
	for _, p := range itineraryParams() {
		if slices.ContainsFunc(all, func(q param) bool { return q.name == p.name }) {
			continue
		}
		p.required = false
		all = append(all, p)
	}
	return all
}

// continuumEndpoints are the questions that the engine answers.
func continuumEndpoints() []endpoint {
	detail := asked("detail", "yes adds the ladder of each commune.", "yes", yesno)
	scenario := asked("scenario", "The patches, in order, as JSON: do is "+strings.Join(pathway.Deeds(), ", ")+". A scenario of the address, to be shared with it.",
		`[{"do":"unlink","from":"3e","to":"50025438"}]`, schema{"type": "string", "maxLength": maxQuery})
	hash := asked("hash", "A scenario kept, by its hash, instead of scenario.", "", schema{"type": "string", "minLength": 32, "maxLength": 32})
	all := []endpoint{
		{
			path: "/itineraries", id: "listItineraries", summary: "Itineraries over the real offer", params: append(itineraryParams(), asked("sensitivity", "yes tells how many itineraries there are with a detour of 1.2, 1.3 and 1.4.", "yes", yesno)), sample: "from=29019&after=3e&level=7",
			doc:   "By which steps one goes from home and what one holds to where one wants: those that no other is better than on years, distance, difficulty and outcome. When there is none, none says the missing step, the nearest place where it exists, and which constraint to relax. Shares go from 0 to 1; a criterion that some steps don't tell counts them in unknown, and is a lower bound.",
			media: mediaJSON, answer: typed[Itineraries](), serve: itineraryList,
		},
		{
			path: "/coverage", id: "listCoverage", summary: "Coverage of a territory", params: append(reachParams(), detail), sample: "departement=56&sector=MOBI",
			doc:   "For how many young people, estimated from the pupils of collèges, the ladder of levels 3 to 8 holds within reach of their commune, sector by sector; where it breaks, the places of each level, and what employers recruit.",
			media: mediaJSON, answer: typed[Territorial[Coverage]](), serve: coverageList,
		},
		{
			path: "/gaps", id: "listGaps", summary: "Openings that would mend a territory's ladder",
			params: append(reachParams(), asked("level", "Level of the openings; all without it.", "5", among(levels...)), asked("limit", "Most openings.", "10", within("integer", 1, pathway.MaxGaps, question.DefaultGaps)),
				asked("rank", "What comes first: openings that serve most young people, or those whose basin recruits most for the sector. young without it.", pathway.ByNeeds, among(pathway.ByYoung, pathway.ByNeeds))),
			sample: "departement=56&sector=MOBI",
			doc:    "One qualification more at an establishment that already teaches in the sector, where it gives the next level to young people whose ladder breaks there: those that serve most first, or those whose employment basin recruits most in the families of occupations of the sector.",
			media:  mediaJSON, answer: typed[Territorial[Gap]](), serve: gapList,
		},
		{
			path: "/scenarios", id: "compareScenario", summary: "What a scenario changes", params: scenarioParams(scenario, hash),
			sample: `departement=56&from=29019&level=3&scenario=%5B%7B%22do%22:%22unlink%22,%22from%22:%223e%22,%22to%22:%2250025438%22%7D%5D`,
			doc:    "Young people whose ladder holds after the scenario less those before, in total, by level and by commune, and the places. The difference is the same as that of two full computations. With from, the itineraries before and after are told too: sector and max_km hold for both, and without max_km itineraries have no limit. Only sectors that the scenario can alter are told; hash names the scenario by its content.",
			media:  mediaJSON, answer: typed[Scenario](), serve: scenarioDifference, accept: keepScenario,
		},
		{
			path: "/scenarios/{hash}", id: "getScenario", summary: "A scenario kept", of: "Hash of the scenario.",
			doc:   "The patches that were kept under this hash. A scenario that nobody keeps again for two years may be forgotten.",
			media: mediaJSON, answer: typed[Kept](), serve: scenarioOne,
		},
	}
	for i := range all {
		all[i].national = true
	}
	return all
}
