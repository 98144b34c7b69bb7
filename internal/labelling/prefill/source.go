package prefill

import (
	"strings"

	"continuum/internal/labelling"
)

// Source is where a value of a new dossier comes from. It stands in the place of the author
// of the first version of a field, until someone writes another.
type Source string

// The sources.
const (
	Register Source = "register" // the register of campuses
	Offer    Source = "offer"    // the official training offer, at the members
	Around   Source = "around"   // the official training offer of the Region, in the campus's fields
	Space    Source = "space"    // what the campus keeps on its pages
	Before   Source = "before"   // the dossier of the last label
)

// mark begins the author of a value that nobody wrote.
const mark = "prefill."

func (s Source) author() labelling.PersonID { return labelling.PersonID(mark + string(s)) }

// SourceOf is where a version comes from; empty when a person wrote it.
func SourceOf(v labelling.Version) Source {
	s, ok := strings.CutPrefix(string(v.By), mark)
	if !ok {
		return ""
	}
	return Source(s)
}
