package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// readRows reads all rows, and says of each its line or its error.
func readRows(data []byte, size int) (rows [][]string, lines []int, err error) {
	c := &csvRows{w: smallWindow(data, size), comma: ';', text: utf8Text}
	for {
		line, err := c.readRow()
		if err == io.EOF {
			return rows, lines, nil
		}
		var fields []string
		if err == nil {
			fields, err = c.appendFields(nil, line)
		}
		if err != nil {
			return rows, lines, err
		}
		rows, lines = append(rows, fields), append(lines, line)
	}
}

var csvSeeds = []string{
	"a;b\n1;2\n",
	"a;b\r\n\"1;\r\n\";\"x\"\"y\"\r\n\r\n;\n",
	"\n\n;;\n\"\"\n",
	"é;ç\nœ;\"…\"",
	"a \"b\" c;d\n",
	"\"a\"b;c\nd;e\n",
	"\"a\nb",
	"\"a;b\n\"",
	"a\r",
	"\r",
	"\"a\"\r",
	"a;\"\"\"\"\n",
	"\xff;\n",
}

// sameCSV compares with encoding/csv, which takes a quote inside of a field for an error
// unless it is asked to be lazy; then it takes others for what they aren't.
func sameCSV(t *testing.T, data []byte) {
	t.Helper()
	if bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data) {
		return // damaged records: encoding/csv doesn't look
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = ';', -1
	var want [][]string
	var lines []int
	var wantErr error
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if wantErr = err; err != nil {
			break
		}
		line, _ := r.FieldPos(0)
		want, lines = append(want, row), append(lines, line)
	}
	for _, size := range []int{1, 16, 4096} {
		got, gotLines, err := readRows(data, size)
		if errors.Is(wantErr, csv.ErrBareQuote) {
			if len(got) < len(want) {
				t.Fatalf("%q: %d rows, want %d before the bare quote", data, len(got), len(want))
			}
			got, gotLines = append([][]string(nil), got[:len(want)]...), append([]int(nil), gotLines[:len(want)]...)
		} else if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, encoding/csv says %v", data, err, wantErr)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q: (-encoding/csv +ours)\n%s", data, diff)
		}
		if diff := cmp.Diff(lines, gotLines); diff != "" {
			t.Fatalf("%q: lines (-encoding/csv +ours)\n%s", data, diff)
		}
	}
}

func TestCSVReadsWhatEncodingCSVReads(t *testing.T) {
	t.Parallel()
	for _, seed := range csvSeeds {
		sameCSV(t, []byte(seed))
		for i := range seed {
			sameCSV(t, []byte(seed[:i]))
			sameCSV(t, []byte(seed[:i]+seed[i+1:]))
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range csvSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(sameCSV)
}

// all reads a file: each record as its line and its values joined by bars, each damaged
// one as its error.
func all(t *testing.T, path string, f Format, lim Limits) (got []string, headings []string, err error) {
	t.Helper()
	r, err := Open(path, "", f, lim)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if cerr := r.Close(); err == nil {
			err = cerr
		}
	}()
	for {
		rec, err := r.Next()
		var d *RecordError
		switch {
		case err == io.EOF:
			return got, r.Headings(), nil
		case errors.As(err, &d):
			got = append(got, fmt.Sprintf("%d!%s", d.Line, d.Reason))
		case err != nil:
			return got, r.Headings(), err
		default:
			got = append(got, fmt.Sprintf("%d:%s", rec.Line, strings.Join(rec.values, "|")))
		}
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		f        Format
		headings []string
		want     []string
	}{
		{"semicolons", "uai;nom\n0350001A;x, y\n", Format{}, []string{"uai", "nom"}, []string{"2:0350001A|x, y"}},
		{"commas", "uai,nom\n1,\"a;b\"\n", Format{}, []string{"uai", "nom"}, []string{"2:1|a;b"}},
		{"tabs", "uai\tnom\n1\t2", Format{}, []string{"uai", "nom"}, []string{"2:1|2"}},
		{"separators in quotes don't count", "\"a,b,c\";d\n1;2\n", Format{}, []string{"a,b,c", "d"}, []string{"2:1|2"}},
		{"given separator", "a|b;c\n1|2;3\n", Format{Comma: '|'}, []string{"a", "b;c"}, []string{"2:1|2;3"}},
		{"one column", "a\n1\n\n2\n", Format{}, []string{"a"}, []string{"2:1", "4:2"}},
		{"mark", "\ufeffa;b\n1;2\n", Format{}, []string{"a", "b"}, []string{"2:1|2"}},
		{"headings further down", "Titre\n\na;b\n1;2\n", Format{Header: 3}, []string{"a", "b"}, []string{"4:1|2"}},
		{"line feeds in quotes", "a;b\n\"1\n2\";\"x\"\"y\"\n3;4\n", Format{}, []string{"a", "b"}, []string{"2:1\n2|x\"y", "4:3|4"}},
		{"windows-1252", "a;b\n\xe9t\xe9;\x80 \x9c\n", Format{}, []string{"a", "b"}, []string{"2:été|€ œ"}},
		{
			"damaged records are left out", "a;b\n1;2;3\n1\n\"x\"y;2\n\xc3\xa9;\xe9\n5;6\n",
			Format{},
			[]string{"a", "b"},
			[]string{
				"2!3 fields under 2 headings", "3!1 fields under 2 headings", "4!a quote inside field 1, not doubled",
				"5!not UTF-8, as the rest of the file is", "6:5|6",
			},
		},
		{"quotes are quotes", "a;b\n\"x\" y;\"2\n\"3\";4\n", Format{Unquoted: true}, []string{"a", "b"}, []string{"2:\"x\" y|\"2", "3:\"3\"|4"}},
		{"an open quote", "a;b\n1;2\n\"3;4\n5;6\n", Format{}, []string{"a", "b"}, []string{"2:1|2", "3!a quote that is never closed"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, headings, err := all(t, write(t, "x.csv", []byte(tt.in)), tt.f, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.headings, headings); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The first megabyte decides; when it is ASCII, the first record that is not.
func TestCSVCharset(t *testing.T) {
	t.Parallel()
	ascii := strings.Repeat("a;b\n", sniffed/4)
	for _, tt := range []struct{ name, in, want string }{
		{"windows-1252 past ASCII", ascii + "\xe9;b\n", "é|b"},
		{"windows-1252 past ASCII, for good", ascii + "\xe9;b\n\xc3\xa9;c\n", "Ã©|c"},
		{"UTF-8 past ASCII", ascii + "é;b\n", "é|b"},
		{"UTF-8, then not", "é;b\n" + ascii + "\xe9;b\n", "not UTF-8"},
		{"a NUL byte", ascii + "\x00;b\n", "a NUL byte"},
		{"mostly UTF-8", "é;à\n\xe9;b\n", "not UTF-8"},
		{"mostly windows-1252", "a;b\n\xe9;\xe0\nÃ©\xe9;b", "Ã\u0192Â©é|b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := all(t, write(t, "x.csv", []byte(tt.in)), Format{}, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if last := got[len(got)-1]; !strings.Contains(last, tt.want) {
				t.Errorf("last record %q, want %q", last, tt.want)
			}
		})
	}
}

// A line of a gigabyte is refused before it is held.
func TestCSVBounds(t *testing.T) {
	t.Parallel()
	for _, start := range []string{"a;", "\"a;", "\"" + strings.Repeat("a\n", 1<<20)} {
		content := &endless{start: start}
		c := &csvRows{w: newWindow(content, 1<<20), comma: ';'}
		_, err := c.readRow()
		if err == nil || !strings.Contains(err.Error(), "more than 1 MB") {
			t.Errorf("%.20q…: %v", start, err)
		}
		if content.n > 8<<20 || len(c.w.buf) > 4<<20 {
			t.Errorf("%.20q…: %d bytes read, %d held", start, content.n, len(c.w.buf))
		}
	}
}
