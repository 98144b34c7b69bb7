package carte

import (
	"fmt"
	"strings"

	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
)

// poster is a form in which the map is offered, as a sheet to print.
type poster struct {
	format string
	kind   string
	key    text.Key
}

var posters = []poster{
	{"pdf", "application/pdf", "carte.pdf"},
	{"svg", "image/svg+xml", "carte.svg"},
	{"png", "image/png", "carte.png"},
}

// Poster answers /carte.svg, /carte.pdf and /carte.png: the whole network at a day,
// on one sheet. Filters are for the page alone: they are read, so that a mistaken
// address is refused as the page refuses it, and left aside.
func Poster(format string) page.Func {
	return func(r *page.Request) (page.Answer, error) {
		sel, err := listing.Parse(r)
		if err != nil {
			return page.Answer{}, err
		}
		opt := document.PosterOptions{AsOf: sel.AsOf, Today: r.Today, Lang: r.Lang, BaseURL: r.Site.BaseURL}
		// A picture takes seconds: the catalog keeps the posters that were asked for.
		key := fmt.Sprintf("poster %s %s %s %s", format, opt.AsOf, opt.Today, opt.Lang)
		sheet, err := r.Catalog.Once(key, func() (string, error) {
			var b strings.Builder
			err := document.WriteMap(&b, r.Catalog, opt, format)
			return b.String(), err
		})
		if err != nil {
			return page.Answer{}, err
		}
		day := sel.AsOf
		if day.IsZero() {
			day = r.Today
		}
		answer := page.Answer{Raw: []byte(sheet), Filename: "carte-des-campus-" + day.String() + "." + format}
		for _, p := range posters {
			if p.format == format {
				answer.ContentType = p.kind
			}
		}
		return answer, nil
	}
}

// grounds are the contours of a page's map by the file that holds them.
var grounds = map[string]geo.Kind{"2015.svg": geo.Region2015, "2016.svg": geo.Region}

// Ground answers /carte/fond/{file}: the contours alone, of the regions of today
// ("2016.svg") or of before 2016 ("2015.svg"), or of a territory among its neighbours
// ("departement-finistere.svg").
func Ground(r *page.Request) (page.Answer, error) {
	var draw func() (string, error)
	slug, _ := strings.CutSuffix(r.Value("file"), ".svg")
	if kind, ok := grounds[r.Value("file")]; ok {
		draw = func() (string, error) { return document.BaseMapSVG(r.Catalog, kind) }
	} else if t := r.Catalog.Atlas.BySlug(slug); t != nil && slug != r.Value("file") {
		draw = func() (string, error) { return document.TerritoryGroundSVG(r.Catalog, t) }
	} else {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	svg, err := r.Catalog.Once("ground "+r.Value("file"), draw)
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Raw: []byte(svg), ContentType: "image/svg+xml"}, nil
}
