package training

// The names of routes and modes in addresses, files and the API.
var (
	routeNames = [...]string{School: "school", Apprenticeship: "apprenticeship", Continuing: "continuing"}
	modeNames  = [...]string{OnSite: "on_site", Distance: "distance"}
	kindNames  = [...]string{
		Family: "family", Option: "option", Onisep: "onisep",
		Licence: "licence", Doctoral: "doctoral", Lineage: "lineage",
	}
	statusNames     = [...]string{Missing: "missing", Known: "known", Secret: "secret"}
	applicantsNames = [...]string{FirstWishes: "first_wishes", AllWishes: "all_wishes"}
)

func name[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return ""
}

// String returns "school", "apprenticeship" or "continuing", empty for all.
func (r Route) String() string { return name(routeNames[:], r) }

// String returns "on_site" or "distance".
func (m Mode) String() string { return name(modeNames[:], m) }

// String returns "family", "option", "onisep", "licence", "doctoral" or "lineage".
func (k ProgressionKind) String() string { return name(kindNames[:], k) }

// String returns "missing", "known" or "secret".
func (s Status) String() string { return name(statusNames[:], s) }

// String returns "first_wishes" or "all_wishes", empty for none.
func (a Applicants) String() string { return name(applicantsNames[:], a) }

// ParseRoute is the inverse of [Route.String]; ok is false for another word.
func ParseRoute(s string) (r Route, ok bool) {
	for r = School; r <= Continuing; r++ {
		if routeNames[r] == s {
			return r, true
		}
	}
	return 0, false
}

// OfferID is the identifier of an offer: "40025411.0290102D.s1" is that qualification
// at that establishment by school, from the first year; "a" stands for apprenticeship,
// "c" for continuing training, a "d" after them for distance.
func OfferID(qualification, uai string, r Route, m Mode, entryYear int8) string {
	id := make([]byte, 0, len(qualification)+len(uai)+5)
	id = append(id, qualification...)
	id = append(id, '.')
	id = append(id, uai...)
	id = append(id, '.', " sac"[r&3])
	if m == Distance {
		id = append(id, 'd')
	}
	return string(append(id, '0'+byte(entryYear)))
}
