// Package webtest checks pages in tests: checkers over the parsed document that
// speak of what a reader finds where, In("main h1", HasText("Carte")).
package webtest

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// Checker says what is wrong with a part of a document, nil when nothing is.
type Checker func(n *html.Node) error

// Parse reads a document. The parser mends what is broken, so that validity is
// another check's business.
func Parse(r io.Reader) (*html.Node, error) { return html.Parse(r) }

// In finds the first element that the selector chooses and applies the checkers to it.
func In(selector string, checks ...Checker) Checker {
	return func(n *html.Node) error {
		all := Find(n, selector)
		if len(all) == 0 {
			return fmt.Errorf("no element is %q", selector)
		}
		return first(selector, all[0], checks)
	}
}

// Each applies the checkers to every element that the selector chooses; there must be one.
func Each(selector string, checks ...Checker) Checker {
	return func(n *html.Node) error {
		all := Find(n, selector)
		if len(all) == 0 {
			return fmt.Errorf("no element is %q", selector)
		}
		for i, e := range all {
			if err := first(fmt.Sprintf("%s[%d]", selector, i), e, checks); err != nil {
				return err
			}
		}
		return nil
	}
}

// All applies every checker.
func All(checks ...Checker) Checker {
	return func(n *html.Node) error { return first("document", n, checks) }
}

func first(where string, n *html.Node, checks []Checker) error {
	for _, c := range checks {
		if err := c(n); err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
	}
	return nil
}

// HasText checks that the text holds want, spaces of any kind read as one space.
func HasText(want string) Checker {
	return func(n *html.Node) error {
		if got := Text(n); !strings.Contains(got, spaced(want)) {
			return fmt.Errorf("the text is %.300q, without %q", got, want)
		}
		return nil
	}
}

// HasNoText checks that the text does not hold s.
func HasNoText(s string) Checker {
	return func(n *html.Node) error {
		if strings.Contains(Text(n), spaced(s)) {
			return fmt.Errorf("the text holds %q", s)
		}
		return nil
	}
}

// HasAttr checks an attribute's value.
func HasAttr(name, want string) Checker {
	return func(n *html.Node) error {
		got, ok := Attr(n, name)
		if !ok || got != want {
			return fmt.Errorf("%s=%q, want %q", name, got, want)
		}
		return nil
	}
}

// Count checks how many elements the selector chooses.
func Count(selector string, want int) Checker {
	return func(n *html.Node) error {
		if got := len(Find(n, selector)); got != want {
			return fmt.Errorf("%d elements are %q, want %d", got, selector, want)
		}
		return nil
	}
}

// None checks that the selector chooses nothing.
func None(selector string) Checker { return Count(selector, 0) }

// Attr is an attribute of an element.
func Attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Text is what a reader reads in a node, spaces of any kind as one.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
	}
	return spaced(b.String())
}

func spaced(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == '\u00a0' || r == '\u202f' || r == ' ' || r == '\n' || r == '\t'
	}), " ")
}

// Find returns, in the document's order, the elements that a selector chooses.
// Selectors are names, .classes, #ids and [attributes] (with or without a value),
// joined without space, and by spaces for what is inside.
func Find(root *html.Node, selector string) []*html.Node {
	steps := strings.Fields(selector)
	last := parse(steps[len(steps)-1])
	var found []*html.Node
	for n := range root.Descendants() {
		if last.matches(n) && inside(n.Parent, steps[:len(steps)-1]) {
			found = append(found, n)
		}
	}
	return found
}

// inside reports whether n or what holds it match the steps, from the last.
func inside(n *html.Node, steps []string) bool {
	if len(steps) == 0 {
		return true
	}
	step := parse(steps[len(steps)-1])
	for ; n != nil; n = n.Parent {
		if step.matches(n) && inside(n.Parent, steps[:len(steps)-1]) {
			return true
		}
	}
	return false
}

// simple is a selector without spaces.
type simple struct {
	name    string
	classes []string
	attrs   [][2]string // name, value
	any     []string    // attributes with any value
}

func parse(s string) simple {
	var out simple
	for s != "" {
		end := strings.IndexAny(s[1:], ".#[") + 1
		if end == 0 {
			end = len(s)
		}
		if s[0] == '[' {
			end = strings.IndexByte(s, ']') + 1
		}
		part := s[:end]
		s = s[end:]
		switch part[0] {
		case '.':
			out.classes = append(out.classes, part[1:])
		case '#':
			out.attrs = append(out.attrs, [2]string{"id", part[1:]})
		case '[':
			if k, v, ok := strings.Cut(part[1:len(part)-1], "="); ok {
				out.attrs = append(out.attrs, [2]string{k, strings.Trim(v, `"`)})
			} else {
				out.any = append(out.any, k)
			}
		default:
			out.name = part
		}
	}
	return out
}

func (s simple) matches(n *html.Node) bool {
	if n == nil || n.Type != html.ElementNode || s.name != "" && n.Data != s.name {
		return false
	}
	if len(s.classes) > 0 {
		list, _ := Attr(n, "class")
		have := strings.Fields(list)
		for _, c := range s.classes {
			found := false
			for _, h := range have {
				found = found || h == c
			}
			if !found {
				return false
			}
		}
	}
	for _, a := range s.attrs {
		if v, ok := Attr(n, a[0]); !ok || v != a[1] {
			return false
		}
	}
	for _, name := range s.any {
		if _, ok := Attr(n, name); !ok {
			return false
		}
	}
	return true
}
