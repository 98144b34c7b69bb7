package format

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

type jsonRows struct {
	d     *json.Decoder
	path  []string
	keyed bool
	tree  *tree
	n     int
	open  bool
}

func openJSON(in *input, f Format, _ Limits) (rows, error) {
	j := &jsonRows{d: json.NewDecoder(in.content), tree: newTree()}
	j.d.UseNumber()
	if f.Record != "" {
		j.path = strings.Split(f.Record, "/")
	}
	if n := len(j.path); n > 0 && j.path[n-1] == "*" {
		j.keyed, j.path = true, j.path[:n-1]
	}
	return j, nil
}

func (j *jsonRows) table() *table { return nil }
func (j *jsonRows) done() float64 { return -1 }
func (j *jsonRows) close() error  { return nil }

func (j *jsonRows) next(rec *Record) error {
	j.tree.reset()
	rec.tree = j.tree
	if !j.open {
		if err := j.seek(); err != nil {
			return err
		}
		j.open = true
	}
	if !j.d.More() {
		return io.EOF
	}
	j.n++
	rec.Line = j.n
	if j.keyed {
		tok, err := j.d.Token()
		if err != nil {
			return err
		}
		j.tree.add(j.tree.child(0, []byte("@key")), tok.(string))
	}
	return j.value(0)
}

func (j *jsonRows) seek() error {
	for _, step := range j.path {
		if err := j.delim('{'); err != nil {
			return err
		}
		for {
			if !j.d.More() {
				return brokenAt(0, "no %q", step)
			}
			tok, err := j.d.Token()
			if err != nil {
				return err
			}
			if tok == step {
				break
			}
			var skip json.RawMessage
			if err := j.d.Decode(&skip); err != nil {
				return err
			}
		}
	}
	if j.keyed {
		return j.delim('{')
	}
	return j.delim('[')
}

func (j *jsonRows) delim(want json.Delim) error {
	tok, err := j.d.Token()
	if err == nil && tok != want {
		err = fmt.Errorf("%v where %v was expected", tok, want)
	}
	return err
}

func (j *jsonRows) value(n int32) error {
	tok, err := j.d.Token()
	if err != nil {
		return err
	}
	put := func(s string) {
		if n == 0 {
			n = j.tree.child(0, []byte("@value"))
		}
		j.tree.add(n, s)
	}
	switch tok := tok.(type) {
	case json.Delim:
		for j.d.More() {
			c := n
			if tok == '{' {
				key, err := j.d.Token()
				if err != nil {
					return err
				}
				c = j.tree.child(n, []byte(key.(string)))
			}
			if err := j.value(c); err != nil {
				return err
			}
		}
		_, err := j.d.Token()
		return err
	case string:
		put(tok)
	case json.Number:
		put(tok.String())
	case bool:
		put(fmt.Sprint(tok))
	case nil:
		put("")
	}
	return nil
}
