package assistant

// tool is a question that an assistant may ask: an address of the API, read only.
type tool struct {
	name  string
	path  string // under /api/v1; a name in braces is an argument
	title string
	doc   string // what it is for, besides what the API says of the address
}

// tools are those that the questions of families, employers and schools need. Parameters,
// and what each accepts, are those of the API's own description.
var tools = []tool{
	{"search", "/search", "Search trainings near a place", "The first thing to ask for a question in everyday words (\"become a baker near Mende\")."},
	{"places", "/places", "Find a commune", "Gives the INSEE code that the other tools want of a place; homonyms are told apart by département."},
	{"campuses", "/campuses", "List campuses", "The campus des métiers et des qualifications, today or on a day."},
	{"campus", "/campuses/{slug}", "One campus", "Label history, members, facts, each with its sources and how sure it is."},
	{"qualifications", "/qualifications", "List qualifications", "Diplomas and titles from level 3 (CAP) to 8 (doctorate)."},
	{"qualification", "/qualifications/{id}", "One qualification", ""},
	{"offers", "/offers", "Where trainings are taught", "Offers: a qualification at an establishment, with places and applicants."},
	{"outcomes", "/outcomes", "What becomes of those who leave", "Employment and continuing studies; secret, missing and zero are three different things."},
	{"establishment", "/establishments/{uai}", "One establishment", ""},
	{"occupations", "/occupations", "List occupations", "ROME codes and everyday names of occupations."},
	{"itineraries", "/itineraries", "Ways from here to a level, a training or an occupation", "Over real, located offers. A step without an offer is not in the data, which does not mean that it does not exist."},
	{"coverage", "/coverage", "How far studies lead in a territory", ""},
	{"gaps", "/gaps", "Which openings would serve most young people", ""},
	{"needs", "/needs", "Recruitment projects of an employment basin", ""},
	{"calls", "/calls", "List calls for projects", "Invitations to ask for the label: dates, rules with how sure each is, answers, campuses labelled."},
	{"sectors", "/sectors", "List sectors", "Codes that the other tools want of a sector."},
	{"territories", "/territories", "List territories", "Codes that the other tools want of a region, an académie or a département."},
}

const instructions = `Continuum is the open register of the French campus des métiers et des qualifications and of the national training offer.
Say where each figure comes from and of which year it is: every answer ends with the sources that it cites, their dates and licences.
What is unknown is null: say that it is not known, never that it is zero or does not exist. A figure whose status is secret is withheld by its producer.
Labels in force are distinguished from presumed ones: repeat the distinction. Places are French communes: use the tool places to get their INSEE code.`
