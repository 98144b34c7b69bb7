package format

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// write puts a file in a temporary folder.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped makes an archive of names and contents in turn.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"Code postal", "codepostal"},
		{"Code_postal", "codepostal"},
		{"\ufeffCODE-POSTAL ", "codepostal"},
		{"n°UAI de l'établissement", "nuaideletablissement"},
		{"nº UAI de l’e\u0301tablissement", "nuaideletablissement"},
		{"Cœur d'îlot", "coeurdilot"},
		{"Taux à 6 mois (%)", "tauxa6mois"},
		{"  ", ""},
	} {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	r, err := Open(write(t, "x.csv", []byte("Code postal;Nom;nom;\n35000;a;b;c\n")), "", Format{}, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if got := rec.Get("code_postal"); got != "35000" {
		t.Errorf("Get = %q", got)
	}
	if got := strings.Join(rec.All("NOM"), "+"); got != "a+b" {
		t.Errorf("All = %q", got)
	}
	if rec.Has("") || rec.Has("ville") || !rec.Has("nom") || rec.Get("ville") != "" || rec.All("ville") != nil {
		t.Error("a heading that isn't there is")
	}
	if i := r.Field("Nom"); i != 1 || rec.At(i) != "a" {
		t.Errorf("Field = %d, At = %q", i, rec.At(i))
	}
	if i := r.Field("ville"); i != -1 || rec.At(i) != "" {
		t.Errorf("Field = %d, At = %q", i, rec.At(i))
	}
	if rec.File != "x.csv" || rec.Line != 2 {
		t.Errorf("%s:%d", rec.File, rec.Line)
	}
	if read, size := r.Consumed(); read != size || size != 33 {
		t.Errorf("Consumed = %d of %d", read, size)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// Compression is told from the first bytes, whatever the name.
func TestOpenPacked(t *testing.T) {
	t.Parallel()
	const csv = "a;b\n1;2\n"
	for _, tt := range []struct {
		name, member, from string
		content            []byte
	}{
		{"plain.gz", "", "plain.gz", []byte(csv)},
		{"gzip.csv", "", "gzip.csv", gzipped(t, []byte(csv))},
		{"zip.csv", "", "zip.csv:b.csv", zipped(t, "a/", "", "a/b.csv", csv)},
		{"some.zip", "export_*.csv", "some.zip:export_1.csv", zipped(t, "readme.txt", "x", "export_1.csv", csv)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Open(write(t, tt.name, tt.content), tt.member, Format{}, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			rec, err := r.Next()
			if err != nil || rec.Get("b") != "2" || rec.File != tt.from {
				t.Errorf("%+v, %v", rec, err)
			}
			if _, err := r.Next(); err != io.EOF {
				t.Errorf("%v, want EOF", err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// read opens a file and reads it to its end.
func read(path, member string, f Format, lim Limits) error {
	r, err := Open(path, member, f, lim)
	if err != nil {
		return err
	}
	for {
		if _, err := r.Next(); err != nil && !errors.As(err, new(*RecordError)) {
			if err == io.EOF {
				return r.Close()
			}
			r.Close()
			return err
		}
	}
}

// What is no file of the format is refused with one line that names it.
func TestRefusals(t *testing.T) {
	t.Parallel()
	long := []byte("a;b\n" + strings.Repeat("12345;67890\n", 20000))
	zip2 := zipped(t, "a.csv", "a;b\n", "b.csv", "a;b\n")
	bomb := gzipped(t, bytes.Repeat([]byte(strings.Repeat("0", 1<<20)+";0\n"), ratioFrom>>20+4))
	for _, tt := range []struct {
		name    string
		content []byte
		member  string
		f       Format
		want    string
	}{
		{"empty.csv", nil, "", Format{}, "empty file"},
		{"empty.gz", gzipped(t, nil), "", Format{}, "empty file"},
		{"blank.csv", []byte("\n \n"), "", Format{}, "empty file"},
		{"short.csv", []byte("titre\n"), "", Format{Header: 3}, "no headings"},
		{"error.csv", []byte("\n<!DOCTYPE html><html>"), "", Format{}, "an HTML page"},
		{"error.json", []byte("<html>"), "", Format{Kind: JSON}, "an HTML page"},
		{"error.xml", []byte("<html>"), "", Format{Kind: XML, Record: "r"}, "an HTML page"},
		{"utf16.csv", []byte("\xff\xfea\x00;\x00"), "", Format{}, "UTF-16"},
		{"old.csv", []byte("\xd0\xcf\x11\xe0...."), "", Format{Kind: XLSX}, "old or protected Excel"},
		{"binary.csv", []byte("a;b\x00\x01"), "", Format{}, "binary"},
		{"xml.csv", []byte("<?xml version='1.0'?><a/>"), "", Format{}, "XML"},
		{"csv.xml", []byte("a;b\n"), "", Format{Kind: XML, Record: "r"}, "not XML as expected but something else"},
		{"csv.json", []byte("a;b\n"), "", Format{Kind: JSON}, "not JSON as expected but something else"},
		{"json.csv", []byte(`{"error": 1}`), "", Format{}, "JSON"},
		{"csv.parquet", []byte("a;b\n"), "", Format{Kind: Parquet}, "not Parquet as expected"},
		{"csv.xlsx", []byte("a;b\n"), "", Format{Kind: XLSX}, "not XLSX as expected"},
		{"two.zip", zip2, "", Format{}, "a zip archive of 2 files, where one was expected: a.csv, b.csv"},
		{"none.zip", zip2, "c*", Format{}, `0 files match "c*"`},
		{"both.zip", zip2, "*", Format{}, `2 files match "*"`},
		{"glob.zip", zip2, "[", Format{}, "no glob"},
		{"book.csv", zipped(t, "[Content_Types].xml", "x", "b", "c"), "", Format{}, "a spreadsheet"},
		{"plain.csv", []byte("a;b\n"), "x.csv", Format{}, "not a zip archive"},
		{"cut.gz", gzipped(t, long)[:500], "", Format{}, "truncated archive"},
		{"cut.zip", zip2[:len(zip2)-10], "", Format{}, "damaged or truncated archive"},
		{"flipped.gz", flip(gzipped(t, long), 5), "", Format{}, "damaged or truncated archive"},
		{"bomb.gz", bomb, "", Format{}, "refused as a bomb"},
		{"large.csv", long, "", Format{}, "more than 0 MB once uncompressed"},
		{"comma.csv", []byte("a;b\n"), "", Format{Comma: 'é'}, "can't separate"},
		{"encoding.xml", []byte("<?xml version='1.0' encoding='utf-16'?><r/>"), "", Format{Kind: XML, Record: "r"}, `encoding "utf-16"`},
		{"nameless.xml", []byte("<r/>"), "", Format{Kind: XML}, "no name"},
		{"damaged.parquet", []byte("PAR1xxxxxxxxPAR1"), "", Format{Kind: Parquet}, "damaged or truncated Parquet"},
		{"damaged.xlsx", []byte("PK\x03\x04xxxxxxxxPAR1"), "", Format{Kind: XLSX}, "damaged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var lim Limits
			if tt.name == "large.csv" {
				lim.Bytes = 100000
			}
			err := read(write(t, tt.name, tt.content), tt.member, tt.f, lim)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%v (%T), want an *Error", err, err)
			}
			if e.File != tt.name || !strings.Contains(e.Reason, tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v, want one that says %q", err, tt.want)
			}
		})
	}
}

// flip damages the byte that comes n before the end.
func flip(b []byte, n int) []byte {
	b[len(b)-n] ^= 0xff
	return b
}

func TestAbsent(t *testing.T) {
	t.Parallel()
	_, err := Open(filepath.Join(t.TempDir(), "absent.csv"), "", Format{}, Limits{})
	if !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "absent.csv: open: ") {
		t.Error(err)
	}
	if _, err := Open(t.TempDir(), "", Format{}, Limits{}); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Error(err)
	}
}

// A file that another program rewrites is refused at its end and at Close.
func TestChangedWhileRead(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"longer": func(path string) error { return os.WriteFile(path, []byte("a;b\n1;2\n3;4\n"), 0o644) },
		"later":  func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1e9, 0)) },
		"gone":   os.Remove,
		"other": func(path string) error {
			if err := os.WriteFile(path+"2", []byte("a;b\n1;2\n"), 0o644); err != nil {
				return err
			}
			return os.Rename(path+"2", path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, "x.csv", []byte("a;b\n1;2\n"))
			r, err := Open(path, "", Format{}, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.Next(); err != nil {
				t.Fatal(err)
			}
			if err := change(path); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Next(); err == nil || err == io.EOF || !strings.Contains(err.Error(), "changed while it was read") {
				t.Errorf("Next: %v", err)
			}
			if err := r.Close(); err == nil || !strings.Contains(err.Error(), "changed while it was read") {
				t.Errorf("Close: %v", err)
			}
		})
	}
}

func TestXMLEncodings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in string }{
		{"utf-8", "<?xml version='1.0' encoding='UTF-8'?><rs><r><a>é€</a></r></rs>"},
		{"mark", "\ufeff<rs><r><a>é€</a></r></rs>"},
		{"latin", "<?xml version='1.0' encoding=\"ISO-8859-1\" ?><rs><r><a>\xe9\x80</a></r></rs>"},
		{"latin 9", "<?xml version='1.0' encoding='iso-8859-15'?><rs><r><a>\xe9\xa4</a></r></rs>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Open(write(t, "x.xml", []byte(tt.in)), "", Format{Kind: XML, Record: "r"}, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			rec, err := r.Next()
			if err != nil || rec.Get("a") != "é€" {
				t.Errorf("%v, %v", rec, err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
