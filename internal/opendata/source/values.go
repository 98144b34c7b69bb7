package source

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// rncpCode writes the number of a fiche as the RNCP does: "37440" is "RNCP37440". What
// is no number, as "en cours" or "NR", says that there is none.
func rncpCode(s string) string { return numbered("RNCP", s) }

// rsCode does the same for the specific directory (RS).
func rsCode(s string) string { return numbered("RS", s) }

func numbered(prefix, s string) string {
	s = strings.TrimPrefix(strings.TrimSpace(s), prefix)
	if !digits(s) {
		return ""
	}
	return prefix + s
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// europeanLevel is the digit of "niveau 4 (bac ou équivalent)", "niveau4", "NIV4" and
// "Niveau 4"; empty for what says that there is no level.
func europeanLevel(s string) string {
	s = strings.ToLower(s)
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "niv"), "eau"))
	if s == "" || s[0] < '1' || s[0] > '8' || len(s) > 1 && digits(s[1:2]) {
		return ""
	}
	return s[:1]
}

// active is yes or no; anything else is left for the contract to refuse.
func active(s string) string {
	switch strings.ToUpper(s) {
	case "ACTIVE":
		return "1"
	case "INACTIVE":
		return "0"
	}
	return s
}

// registration tells a certification that the law registers from one that was asked for.
func registration(s string) string {
	switch s {
	case "Enregistrement de droit":
		return "droit"
	case "Enregistrement sur demande":
		return "demande"
	}
	return s
}

// registrations are the values of registration.
var registrations = []string{"droit", "demande"}

// lastStep is the identifier at the end of an address of Onisep:
// ".../formation/slug/FOR.6913" is "FOR.6913".
func lastStep(url string) string {
	url = strings.TrimSuffix(url, "/")
	return url[strings.LastIndexByte(url, '/')+1:]
}

// known empties what says that nothing is known.
func known(s string) string {
	if strings.EqualFold(s, "non renseigné") {
		return ""
	}
	return s
}

// plain is the text of some HTML, without marks, scripts and entities, on one line. A
// block that doesn't end a sentence is given a full stop.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var text []byte
	z := html.NewTokenizer(strings.NewReader(s))
	for hidden := false; ; {
		kind := z.Next()
		switch kind {
		case html.ErrorToken: // the end
			return strings.TrimSpace(string(text))
		case html.TextToken:
			if !hidden {
				text = append(text, z.Text()...)
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch tag := string(name); {
			case tag == "script" || tag == "style":
				hidden = kind == html.StartTagToken
			case blocks[tag]:
				text = stop(text)
			}
		}
	}
}

// stop ends the sentence at the end of a text, if there is one that isn't ended.
func stop(text []byte) []byte {
	text = bytes.TrimSpace(text)
	last, _ := utf8.DecodeLastRune(text)
	if len(text) > 0 && !strings.ContainsRune(".!?:;,…", last) {
		text = append(text, '.')
	}
	return append(text, ' ')
}

// blocks are the elements that a reader sees on lines of their own.
var blocks = map[string]bool{
	"p": true, "div": true, "ul": true, "ol": true, "li": true, "br": true, "tr": true, "table": true, "blockquote": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
}
