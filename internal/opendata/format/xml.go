package format

import (
	"bytes"
	"io"
)

// maxDepth bounds the nesting of elements and of JSON values.
const maxDepth = 500

// xmlRows reads the outermost elements of a name. It accepts what encoding/xml accepts
// and gives the same texts (a differential fuzz test holds it to that), some eight times
// as fast; beyond it, it refuses what is no document (text or elements around the root)
// and any document type with declarations, since those are where entities come from.
type xmlRows struct {
	builder
	w      *window
	record string
	open   []element
	names  []byte // of the open elements, one after the other
	inner  []byte // text of the open elements so far, one after the other
	top    int    // how many elements were open before the record, -1 outside of one
	start  int64  // of the record
	root   bool   // the root has been seen
	found  bool   // a record has been seen
	known  map[string]bool
}

// element is an open element.
type element struct {
	node    int32
	name    int // start in names
	text    int // start in inner
	parents bool
}

func openXML(in *input, f Format, lim Limits) (rows, error) {
	if f.Record == "" {
		return nil, brokenAt(0, "no name of a repeated element is given")
	}
	head, err := in.content.Peek(1024)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var content io.Reader = in.content
	if bytes.HasPrefix(head, bom) {
		if _, err := in.content.Discard(len(bom)); err != nil {
			return nil, err
		}
	} else if name := declaredEncoding(head); name != "" {
		table := singleByte(name)
		if table == nil {
			return nil, brokenAt(1, "encoding %q is not read: save the file as UTF-8", name)
		}
		content = table.NewDecoder().Reader(in.content)
	}
	return &xmlRows{builder: newBuilder(), w: newWindow(content, lim.Record), record: f.Record, top: -1}, nil
}

// wellFormed reads a document to its end.
func wellFormed(content io.Reader, lim Limits) error {
	x := &xmlRows{w: newWindow(content, lim.Record), top: -1}
	for {
		if _, err := x.token(nil); err == io.EOF {
			x.found = true // no record is looked for
			if err := x.end(); err != io.EOF {
				return err
			}
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (x *xmlRows) table() *table { return nil }
func (x *xmlRows) done() float64 { return -1 }
func (x *xmlRows) close() error  { return nil }

func (x *xmlRows) next(rec *Record) error {
	x.begin()
	rec.tree = x.tree
	for {
		done, err := x.token(rec)
		switch {
		case err == errLong:
			return brokenAt(x.w.line(), "a record or a mark of more than %d MB", x.w.max>>20)
		case err == io.EOF:
			return x.end()
		case err != nil:
			return err
		case done:
			x.finish()
			return nil
		case x.top >= 0 && x.w.offset()-x.start > int64(x.w.max):
			return brokenAt(rec.Line, "a record of more than %d MB", x.w.max>>20)
		}
	}
}

// end checks that the content may end where it does.
func (x *xmlRows) end() error {
	switch {
	case len(x.open) > 0:
		return x.fail("the file ends inside of element %s: truncated?", x.names[x.open[len(x.open)-1].name:])
	case x.w.pos < x.w.end:
		return x.fail("the file ends inside of a tag: truncated?")
	case !x.root:
		return x.fail("no element")
	case !x.found:
		return brokenAt(0, "no element %q", x.record)
	}
	return io.EOF
}

func (x *xmlRows) fail(format string, args ...any) error {
	return brokenAt(x.w.line(), format, args...)
}

// token reads one tag, or the text before the next one. It returns true when a record
// ends, and io.EOF when the content ends, be it inside of a tag.
func (x *xmlRows) token(rec *Record) (bool, error) {
	w := x.w
	b := w.buf[w.pos:w.end]
	if len(b) == 0 {
		return false, w.more()
	}
	if b[0] != '<' {
		return false, x.readText()
	}
	if len(b) < len("<![CDATA[") && w.err == nil {
		if err := w.more(); err != io.EOF {
			return false, err
		}
		b = w.buf[w.pos:w.end]
	}
	if len(b) < 2 {
		return false, io.EOF
	}
	switch b[1] {
	case '/':
		return x.readEnd()
	case '?':
		return false, x.readInstruction()
	case '!':
		return false, x.readDeclaration(b)
	}
	return x.readStart(rec)
}

func (x *xmlRows) readText() error {
	w := x.w
	n, err := w.find("<", 0)
	if err == io.EOF {
		n = w.end - w.pos
	} else if err != nil {
		return err
	}
	if err := x.text(w.buf[w.pos:w.pos+n], inText); err != nil {
		return err
	}
	w.pos += n
	return nil
}

// text takes in character data.
func (x *xmlRows) text(b []byte, where place) error {
	var err error
	x.inner, err = x.decode(x.inner, b, where)
	if x.top < 0 {
		if err == nil && len(x.open) == 0 && len(bytes.Trim(x.inner, " \t\r\n")) > 0 {
			err = x.fail("text outside of the root element")
		}
		x.inner = x.inner[:0]
	}
	return err
}

func (x *xmlRows) readInstruction() error {
	w := x.w
	n, err := w.find("?>", 2)
	if err != nil {
		return err
	}
	b := w.buf[w.pos+2 : w.pos+n]
	name, err := x.name(b, true)
	if err != nil {
		return err
	}
	if string(name) == "xml" {
		if w.offset() != 0 {
			return x.fail("an XML declaration that is not at the start")
		}
		if v := pseudoAttribute("version", string(b)); v != "" && v != "1.0" {
			return x.fail("XML version %q, where only 1.0 is read", v)
		}
	}
	w.pos += n + 2
	return nil
}

// readDeclaration reads a comment, a section of character data, or a document type.
func (x *xmlRows) readDeclaration(b []byte) error {
	w := x.w
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		n, err := w.find("--", 4)
		for err == nil && w.end-w.pos < n+3 {
			err = w.more()
		}
		if err != nil {
			return err
		}
		if w.buf[w.pos+n+2] != '>' {
			return x.fail(`"--" inside of a comment`)
		}
		w.pos += n + 3
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		n, err := w.find("]]>", 9)
		if err != nil {
			return err
		}
		if err := x.text(w.buf[w.pos+9:w.pos+n], inSection); err != nil {
			return err
		}
		w.pos += n + 3
	case bytes.HasPrefix(b, []byte("<!DOCTYPE")) && !x.root:
		return x.readDoctype()
	case len(b) < len("<![CDATA[") && bytes.HasPrefix([]byte("<![CDATA["), b):
		return io.EOF
	default:
		return x.fail("a declaration that is not read: %.20q", b)
	}
	return nil
}

// readDoctype passes over a document type that declares nothing itself.
func (x *xmlRows) readDoctype() error {
	w := x.w
	quote := byte(0)
	for n := 2; ; n++ {
		if n == w.end-w.pos {
			if err := w.more(); err != nil {
				return err
			}
		}
		switch b := w.buf[w.pos+n]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '[' || b == '<':
			return x.fail("a document type that declares entities or elements: refused")
		case b == '>':
			w.pos += n + 1
			return nil
		}
	}
}

func (x *xmlRows) readEnd() (bool, error) {
	w := x.w
	n, err := w.find(">", 2)
	if err != nil {
		return false, err
	}
	b := bytes.TrimRight(w.buf[w.pos+2:w.pos+n], " \t\r\n")
	if len(x.open) == 0 {
		return false, x.fail("</%s> closes nothing", b)
	}
	if want := x.names[x.open[len(x.open)-1].name:]; !bytes.Equal(b, want) {
		return false, x.fail("</%s> where </%s> was expected", b, want)
	}
	w.pos += n + 1
	return x.closeElement(), nil
}

// closeElement closes the last element, and returns true when it is a record.
func (x *xmlRows) closeElement() bool {
	last := len(x.open) - 1
	e := x.open[last]
	x.open = x.open[:last]
	x.names = x.names[:e.name]
	if x.top < 0 {
		return false
	}
	if x.top == last {
		x.inner, x.top = x.inner[:0], -1
		return true
	}
	text := x.inner[e.text:]
	if e.parents && len(bytes.Trim(text, " \t\r\n")) == 0 {
		text = nil // the line feeds and spaces between its children
	}
	x.builder.text = append(x.builder.text, text...)
	x.put(e.node)
	x.inner = x.inner[:e.text]
	return false
}

// readStart reads a start tag, from its first byte again when the window had to open.
func (x *xmlRows) readStart(rec *Record) (bool, error) {
	w := x.w
	mark, values := len(x.pending), len(x.builder.text)
	b := w.buf[w.pos:w.end]
	name, err := x.name(b[1:], false)
	if err != nil {
		return false, err
	}
	i := 1 + len(name)
	if i == len(b) {
		return false, w.more()
	}
	local := localName(name)
	opens := x.top < 0 && string(local) == x.record
	e := element{name: len(x.names), text: len(x.inner)}
	switch {
	case len(x.open) == 0 && x.root:
		return false, x.fail("<%s> after the end of the root element", name)
	case len(x.open) == maxDepth:
		return false, x.fail("elements nested more than %d deep", maxDepth)
	case x.top >= 0:
		parent := &x.open[len(x.open)-1]
		if e.node = x.tree.child(parent.node, local); e.node < 0 {
			return false, errPaths
		}
	}
	n, empty, err := x.attributes(b, i, e.node, opens || x.top >= 0)
	if err == errMore {
		x.pending, x.builder.text = x.pending[:mark], x.builder.text[:values]
		return false, w.more()
	}
	if err != nil {
		return false, err
	}
	if opens {
		x.found = true
		x.top, x.start, rec.Line = len(x.open), w.offset(), w.line()
	} else if x.top >= 0 {
		x.open[len(x.open)-1].parents = true
	}
	x.root = true
	x.open = append(x.open, e)
	x.names = append(x.names, name...)
	w.pos += n
	if empty {
		return x.closeElement(), nil
	}
	return false, nil
}

// errMore is returned by attributes when the tag goes on after the window.
var errMore = &broken{reason: "the file ends inside of a tag"}

// attributes reads the attributes of a start tag from b[i:], and returns where it ends.
func (x *xmlRows) attributes(b []byte, i int, node int32, keep bool) (end int, empty bool, err error) {
	for {
		if i = skipSpace(b, i); i == len(b) {
			return 0, false, errMore
		}
		if b[i] == '>' {
			return i + 1, false, nil
		}
		if b[i] == '/' {
			if i+1 == len(b) {
				return 0, false, errMore
			}
			if b[i+1] != '>' {
				return 0, false, x.fail("a / inside of a tag")
			}
			return i + 2, true, nil
		}
		name, err := x.name(b[i:], false)
		if err != nil {
			return 0, false, err
		}
		if i = skipSpace(b, i+len(name)); i == len(b) {
			return 0, false, errMore
		}
		if b[i] != '=' {
			return 0, false, x.fail("attribute %s without a value", name)
		}
		if i = skipSpace(b, i+1); i == len(b) {
			return 0, false, errMore
		}
		quote := b[i]
		if quote != '"' && quote != '\'' {
			return 0, false, x.fail("the value of attribute %s is not in quotes", name)
		}
		n := bytes.IndexByte(b[i+1:], quote)
		if n < 0 {
			return 0, false, errMore
		}
		value := b[i+1 : i+1+n]
		i += n + 2
		length := len(x.builder.text)
		if x.builder.text, err = x.decode(x.builder.text, value, inQuotes); err != nil {
			return 0, false, err
		}
		if !keep || string(name) == "xmlns" || bytes.HasPrefix(name, []byte("xmlns:")) {
			x.builder.text = x.builder.text[:length]
			continue
		}
		var step [64]byte
		child := x.tree.child(node, append(append(step[:0], '@'), localName(name)...))
		if child < 0 {
			return 0, false, errPaths
		}
		x.put(child)
	}
}
