// Package llms is /llms.txt: what the site is, for programs that read pages and answer
// people. It is a text of Markdown, in French, with the addresses of what they should
// read rather than pages one by one.
package llms

import (
	_ "embed"
	"strings"
	"text/template"

	"continuum/internal/text"
	"continuum/internal/web/page"
)

// Path is where the text is.
const Path = "/llms.txt"

//go:embed llms.txt
var source string

// words is parsed when the program starts: a test opens it.
var words = template.Must(template.New("llms.txt").Parse(source))

// Page answers the text.
func Page(r *page.Request) (page.Answer, error) {
	t, m := text.For(text.French), r.Catalog.Training
	var b strings.Builder
	err := words.Execute(&b, struct {
		Base, Built, Campuses, Qualifications, Establishments, Offers string
	}{
		r.Site.BaseURL, t.Instant(r.Catalog.Built), t.Number(len(r.Catalog.Campuses)), t.Number(len(m.Qualifications)),
		t.Number(len(m.Establishments)), t.Number(len(m.Offers)),
	})
	return page.Answer{Raw: []byte(b.String()), ContentType: "text/plain; charset=utf-8"}, err
}
