package api

// nationalEndpoints are the lists of the national offer: together they hold all that
// the continuum is computed from.
func nationalEndpoints() []endpoint {
	establishments := []param{
		region, academie, departement, commune, uai, establishmentKind, public, boarding, ofCampusMembers,
		qualification, cfd, level, sector, route, bbox, spoken("the name or of the city", "lycée brest"),
	}
	qualifications := []param{
		qualification, cfd, level, sector, region, academie, departement, commune, uai, public, ofCampusMembers, route,
		spoken("the name", "maintenance"),
	}
	offers := []param{
		region, academie, departement, commune, uai, establishmentKind, public, boarding, ofCampusMembers,
		qualification, cfd, level, sector, route, bbox, spoken("the name of the qualification or of the establishment, or of the city", "maintenance brest"),
	}
	progressions := []param{leaving, reaching, progressionKind, qualification, cfd, level, sector}
	occupations := []param{qualification, cfd, level, sector, spoken("one of its names", "maintenance")}
	outcomes := []param{region, academie, departement, commune, uai, ofCampusMembers, qualification, cfd, level, sector, route, cohort}
	needs := []param{region, basin, fap, spoken("the name of the family or of the basin", "soudeur")}
	places := []param{region, academie, departement, placeWords}
	const byOffer = " A condition on what is taught is met by one offer that meets all of it."
	all := []endpoint{
		{
			path: "/establishments", id: "listEstablishments", summary: "Establishments, in pages", params: paged(establishmentList, establishments...),
			doc:   "By UAI." + byOffer,
			media: mediaJSON, answer: typed[Pages[Establishment]](), serve: establishmentPage,
		},
		{
			path: "/establishments.geojson", id: "mapEstablishments", summary: "Establishments, as GeoJSON", params: establishments,
			doc:   "Those without a point have a null geometry." + whole,
			media: mediaGeoJSON, answer: features("Establishment", establishmentColumns(), Origin{}), serve: establishmentGeoJSON,
		},
		{
			path: "/establishments.csv", id: "tableEstablishments", summary: "Establishments, as CSV", params: establishments,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "establishments", answer: table(establishmentColumns()), serve: establishmentCSV,
		},
		{
			path: "/establishments/{uai}", id: "getEstablishment", summary: "One establishment", of: "Identifier of the establishment.",
			doc:   "With its offers, what becomes of those who leave it, and the sources.",
			media: mediaJSON, answer: typed[EstablishmentDetail](), serve: establishmentOne,
		},
		{
			path: "/qualifications", id: "listQualifications", summary: "Qualifications, in pages", params: paged(qualificationList, qualifications...),
			doc:   "By identifier. A condition on places or routes is met by one offer that meets all of it.",
			media: mediaJSON, answer: typed[Pages[Qualification]](), serve: qualificationPage,
		},
		{
			path: "/qualifications.csv", id: "tableQualifications", summary: "Qualifications, as CSV", params: qualifications,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "qualifications", answer: table(qualificationColumns()), serve: qualificationCSV,
		},
		{
			path: "/qualifications/{id}", id: "getQualification", summary: "One qualification", of: "Identifier of the qualification; a former one redirects.",
			doc:   "With the progressions that lead to it and leave it, what becomes of those who leave it, and the sources.",
			media: mediaJSON, answer: typed[QualificationDetail](), serve: qualificationOne,
		},
		{
			path: "/progressions", id: "listProgressions", summary: "Progressions, in pages", params: paged(progressionList, progressions...),
			doc:   "From a qualification to another, as sources publish them: by the one left, then the one reached. Conditions on qualifications bear on either end.",
			media: mediaJSON, answer: typed[Pages[Progression]](), serve: progressionPage,
		},
		{
			path: "/progressions.csv", id: "tableProgressions", summary: "Progressions, as CSV", params: progressions,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "progressions", answer: table(progressionColumns()), serve: progressionCSV,
		},
		{
			path: "/offers", id: "listOffers", summary: "Offers, in pages", params: paged(offerList, offers...),
			doc:   "A qualification at a place by a route: by identifier.",
			media: mediaJSON, answer: typed[Pages[Offer]](), serve: offerPage,
		},
		{
			path: "/offers.geojson", id: "mapOffers", summary: "Offers, as GeoJSON", params: offers,
			doc:   "Those without a point have a null geometry." + whole,
			media: mediaGeoJSON, answer: features("Offer", offerColumns(), Origin{}), serve: offerGeoJSON,
		},
		{
			path: "/offers.csv", id: "tableOffers", summary: "Offers, as CSV", params: offers,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "offers", answer: table(offerColumns()), serve: offerCSV,
		},
		{
			path: "/offers/{id}", id: "getOffer", summary: "One offer", of: "Identifier of the offer.",
			doc:   "With its source.",
			media: mediaJSON, answer: typed[OfferDetail](), serve: offerOne,
		},
		{
			path: "/occupations", id: "listOccupations", summary: "Occupations, in pages", params: paged(occupationList, occupations...),
			doc:   "By code. Conditions on qualifications are met by one that leads to the occupation.",
			media: mediaJSON, answer: typed[Pages[Occupation]](), serve: occupationPage,
		},
		{
			path: "/occupations.csv", id: "tableOccupations", summary: "Occupations, as CSV", params: occupations,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "occupations", answer: table(occupationColumns()), serve: occupationCSV,
		},
		{
			path: "/occupations/{rome}", id: "getOccupation", summary: "One occupation", of: "Code of the occupation.",
			doc:   "With its source.",
			media: mediaJSON, answer: typed[OccupationDetail](), serve: occupationOne,
		},
		{
			path: "/outcomes", id: "listOutcomes", summary: "Outcomes, in pages", params: paged(outcomeList, outcomes...),
			doc:   "What becomes of those who leave: by qualification, establishment, region, route and cohort. A region holds its own figures and those of its establishments.",
			media: mediaJSON, answer: typed[Pages[Outcome]](), serve: outcomePage,
		},
		{
			path: "/outcomes.csv", id: "tableOutcomes", summary: "Outcomes, as CSV", params: outcomes,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "outcomes", answer: table(outcomeColumns()), serve: outcomeCSV,
		},
		{
			path: "/needs", id: "listNeeds", summary: "Needs of employers, in pages", params: paged(needList, needs...),
			doc:   "Recruitments that employers plan, by family of occupations, then employment basin.",
			media: mediaJSON, answer: typed[Pages[Need]](), serve: needPage,
		},
		{
			path: "/needs.csv", id: "tableNeeds", summary: "Needs of employers, as CSV", params: needs,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "needs", answer: table(needColumns()), serve: needCSV,
		},
		{
			path: "/places", id: "listPlaces", summary: "Communes, in pages", params: paged(placeList, places...),
			doc:   "With q, those that people may mean by it, likeliest first; without, all of them by INSEE code, municipal arrondissements among them.",
			media: mediaJSON, answer: typed[Pages[Place]](), serve: placePage,
		},
		{
			path: "/places.csv", id: "tablePlaces", summary: "Communes, as CSV", params: places,
			doc:   csvDoc + whole,
			media: mediaCSV, file: "places", answer: table(placeColumns()), serve: placeCSV,
		},
		{
			path: "/search", id: "search", summary: "Trainings near a place, by words and choices", params: append(searchParams(), limit, resultCursor), sample: "q=soudeur&from=56121",
			doc:   "What a reader finds at /formations: trainings at their places, with how many each choice has, and campuses, occupations and establishments that the words name. Words may be misspelt, everyday ones, acronyms; a place and a distance are understood among them.",
			media: mediaJSON, answer: typed[Results](), serve: searchPage,
		},
		{
			path: "/suggestions", id: "listSuggestions", summary: "What someone who is typing may mean", params: []param{suggestedText, suggestedLimit}, sample: "q=bts+cha",
			doc:   "Trainings, occupations, campuses and establishments whose names have all the words, likeliest first: the last word may be only begun, and a word that no name has may be misspelt. One page; an empty list when nothing has the words.",
			media: mediaJSON, answer: typed[Pages[Suggestion]](), serve: suggestionPage,
		},
	}
	for i := range all {
		all[i].national = true
	}
	return all
}
