package mail

import (
	_ "embed"
	"html/template"
	"strings"

	"continuum/internal/text"
)

// Letter is what a mail says, before it is written down. All of it is plain text: what
// looks like markup is shown as it is.
type Letter struct {
	Lang       text.Lang
	Subject    string
	Paragraphs []string
	Items      []Link // a list after the paragraphs; a link may be empty
	Action     Link   // the one thing to do; zero when there is none
	Why        string // why the reader receives it, and how to receive fewer
}

// Link is a place to go to.
type Link struct {
	Label string
	URL   string // absolute
}

//go:embed letter.html
var letterHTML string

// page escapes what it is given for the place where it stands.
var page = template.Must(template.New("letter").Parse(letterHTML))

// To is the letter as a message of that kind to an address.
func (l *Letter) To(address, kind string) Message {
	return Message{To: address, Subject: l.Subject, Text: l.plain(), HTML: l.html(), Kind: kind}
}

// plain is the letter for readers of text: paragraphs apart, addresses in full.
func (l *Letter) plain() string {
	var b strings.Builder
	for _, p := range l.Paragraphs {
		b.WriteString(p + "\n\n")
	}
	for _, i := range l.Items {
		b.WriteString("- " + i.Label + "\n")
		if i.URL != "" {
			b.WriteString("  " + i.URL + "\n")
		}
	}
	if len(l.Items) > 0 {
		b.WriteByte('\n')
	}
	if l.Action.URL != "" {
		b.WriteString(text.For(l.Lang).T("mail.action", l.Action.Label) + "\n" + l.Action.URL + "\n\n")
	}
	if l.Why != "" {
		b.WriteString("-- \n" + l.Why + "\n") // the usual mark of a signature
	}
	return b.String()
}

func (l *Letter) html() string {
	var b strings.Builder
	if err := page.Execute(&b, l); err != nil {
		panic(err) // the template is fixed and writes to memory
	}
	return b.String()
}
