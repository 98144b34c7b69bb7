package format

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

type xmlRows struct {
	d    *xml.Decoder
	name string
	tree *tree
	seen bool
}

func openXML(in *input, f Format, _ Limits) (rows, error) {
	return &xmlRows{d: xml.NewDecoder(in.content), name: f.Record, tree: newTree()}, nil
}

func (x *xmlRows) table() *table { return nil }
func (x *xmlRows) done() float64 { return -1 }
func (x *xmlRows) close() error  { return nil }

func (x *xmlRows) next(rec *Record) error {
	x.tree.reset()
	rec.tree = x.tree
	for {
		tok, err := x.d.Token()
		if err == io.EOF {
			if !x.seen {
				return brokenAt(0, "no element %q", x.name)
			}
			return err
		}
		if err != nil {
			return x.fail(err)
		}
		switch tok := tok.(type) {
		case xml.Directive:
			return brokenAt(x.line(), "a document type declaration")
		case xml.StartElement:
			if tok.Name.Local == x.name {
				x.seen = true
				rec.Line = x.line()
				return x.record(tok)
			}
		}
	}
}

func (x *xmlRows) line() int { l, _ := x.d.InputPos(); return l }

func (x *xmlRows) fail(err error) error {
	var s *xml.SyntaxError
	if errors.As(err, &s) {
		return brokenAt(s.Line, "%s", s.Msg)
	}
	return err
}

func (x *xmlRows) record(start xml.StartElement) error {
	type level struct {
		node int32
		text string
		kids bool
	}
	stack := []level{{}}
	attrs := func(s xml.StartElement) {
		for _, a := range s.Attr {
			if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
				x.tree.add(x.tree.child(stack[len(stack)-1].node, []byte("@"+a.Name.Local)), a.Value)
			}
		}
	}
	attrs(start)
	for {
		tok, err := x.d.Token()
		if err != nil {
			return x.fail(err)
		}
		top := &stack[len(stack)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			top.kids = true
			stack = append(stack, level{node: x.tree.child(top.node, []byte(tok.Name.Local))})
			attrs(tok)
		case xml.CharData:
			top.text += string(tok)
		case xml.EndElement:
			if len(stack) == 1 {
				return nil
			}
			if top.kids && strings.TrimSpace(top.text) == "" {
				top.text = ""
			}
			x.tree.add(top.node, top.text)
			stack = stack[:len(stack)-1]
		}
	}
}
