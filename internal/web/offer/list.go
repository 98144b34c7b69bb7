package offer

import (
	"net/url"
	"strconv"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/query"
)

// The parameters of a list by level.
const (
	ParamLevel = "niveau"
	ParamPage  = "page"
)

// PerPage is how many lines a list has on a page.
const PerPage = 50

// levels are the values of ParamLevel; 0 is an unknown level.
var levels = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8"}

// List is a list by level, cut in pages, as its address asks for it.
type List struct {
	Path  string // without language prefix nor parameters
	Level string // one of levels, empty for all
	Page  int    // from 1
	Total int    // lines of the level chosen
	// HandOn adds to an address of the list what the page hands on; nil for nothing.
	HandOn func(address string) string
}

// ReadLevel reads the level of a list at path; the page is read when its total is known.
func ReadLevel(q *query.Reader, path string) List {
	return List{Path: path, Level: q.Code(ParamLevel, levels), Page: 1}
}

// ReadPage reads the page of a list of so many lines.
func (l *List) ReadPage(q *query.Reader, total int) {
	l.Total = total
	l.Page = q.Page(ParamPage, l.Pages())
}

// Pages is how many pages the list has.
func (l List) Pages() int { return max(1, (l.Total+PerPage-1)/PerPage) }

// From and To bound the lines of the page, from 0.
func (l List) From() int { return (l.Page - 1) * PerPage }

// To is the line after the last of the page.
func (l List) To() int { return min(l.Page*PerPage, l.Total) }

// Keeps reports whether a line of a level is chosen.
func (l List) Keeps(level int8) bool { return l.Level == "" || l.Level == strconv.Itoa(int(level)) }

// Of is the list of another level, from its first page; empty for all.
func (l List) Of(level string) List {
	return List{Path: l.Path, Level: level, Page: 1, HandOn: l.HandOn}
}

// At is the same list at another page.
func (l List) At(page int) List {
	l.Page = page
	return l
}

// Address is the path with its parameters, without language prefix.
func (l List) Address() string {
	q := url.Values{}
	if l.Level != "" {
		q.Set(ParamLevel, l.Level)
	}
	if l.Page > 1 {
		q.Set(ParamPage, strconv.Itoa(l.Page))
	}
	if len(q) == 0 {
		return l.Path
	}
	return l.Path + "?" + q.Encode()
}

// Link is the address of the list with what is handed on.
func (l List) Link() string {
	if l.HandOn == nil {
		return l.Address()
	}
	return l.HandOn(l.Address())
}

// Titled is what a title adds to tell the variants of a list apart.
func (l List) Titled(t *text.Texts) string {
	s := ""
	if n, err := strconv.Atoi(l.Level); err == nil {
		s += " – " + Level(t, int8(n))
	}
	if l.Page > 1 {
		s += " – " + t.T("listing.page", l.Page)
	}
	return s
}

// Count is a level and how many lines it has.
type Count struct {
	Level int8
	N     int
}

// Establishments is how many establishments teach a qualification.
func Establishments(m *training.Model, qualification int32) int {
	seen := make(map[int32]bool)
	for _, o := range m.OffersOf(qualification) {
		seen[m.Offers[o].Establishment] = true
	}
	return len(seen)
}
