package query

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/fault"
	"continuum/internal/text"
)

func TestDay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw, want string
		refused   bool
	}{
		{"", "", false},
		{"le=", "", false}, // a form left open
		{"le=2015-09-01", "2015-09-01", false},
		{"le=" + FirstDay.String(), FirstDay.String(), false},
		{"le=" + (FirstDay - 1).String(), "", true},
		{"le=" + (LastDay + 1).String(), "", true},
		{"le=2015-02-29", "", true},
		{"le=2015-09", "", true}, // a month is no day
		{"le=hier", "", true},
		{"le=2015-09-01&le=2015-09-02", "", true},
		{"le=%ff", "", true},
		{"le=%zz", "", true},
		{"le=" + strings.Repeat("9", 1<<16), "", true},
	} {
		q := New(tt.raw)
		if got := q.Day("le").String(); got != tt.want || (q.Err() != nil) != tt.refused {
			t.Errorf("Day(%.40q) = %q, error %v; want %q, refused %v", tt.raw, got, q.Err(), tt.want, tt.refused)
		}
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	accepted := []string{"MOBI", "NUME"}
	for _, tt := range []struct {
		raw     string
		want    []string
		refused bool
	}{
		{"", nil, false},
		{"f=", nil, false},
		{"f=MOBI", []string{"MOBI"}, false},
		{"f=NUME&f=MOBI&f=NUME", []string{"NUME", "MOBI"}, false},
		{"f=mobi", nil, true},
		{"f=MOBI&f=ZZZZ", nil, true},
		{strings.Repeat("f=MOBI&", 41), nil, true},
	} {
		q := New(tt.raw)
		got := q.Codes("f", accepted)
		if diff := cmp.Diff(tt.want, got); diff != "" || (q.Err() != nil) != tt.refused {
			t.Errorf("Codes(%.40q): %s, error %v", tt.raw, diff, q.Err())
		}
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw     string
		want    int
		refused bool
	}{
		{"", 1, false},
		{"p=3", 3, false},
		{"p=4", 1, true},
		{"p=0", 1, true},
		{"p=-1", 1, true},
		{"p=01", 1, true},
		{"p=1e1", 1, true},
		{"p=99999999999999999999", 1, true},
	} {
		q := New(tt.raw)
		if got := q.Page("p", 3); got != tt.want || (q.Err() != nil) != tt.refused {
			t.Errorf("Page(%q) = %d, error %v; want %d, refused %v", tt.raw, got, q.Err(), tt.want, tt.refused)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw, want string
		refused   bool
	}{
		{"q=+b%C3%A2timent+", "bâtiment", false},
		{"q=abcdefghi", "", true},
		{"q=a%0Ab", "", true},
		{"q=a%00b", "", true},
	} {
		q := New(tt.raw)
		if got := q.Text("q", 8); got != tt.want || (q.Err() != nil) != tt.refused {
			t.Errorf("Text(%q) = %q, error %v", tt.raw, got, q.Err())
		}
	}
}

// What is refused names its parameter and what is accepted.
func TestRefusalSays(t *testing.T) {
	t.Parallel()
	q := New("f=ZZZZ&le=2015-09-01")
	q.Day("le")
	q.Code("f", []string{"MOBI", "NUME"})
	f, ok := errors.AsType[*fault.Error](q.Err())
	if !ok || f.Kind != fault.Invalid || f.Field != "f" {
		t.Fatalf("Err = %#v, want an Invalid fault of f", q.Err())
	}
	s := text.For(text.French).T(text.Key(f.Key), f.Args...)
	for _, want := range []string{"ZZZZ", "MOBI, NUME"} {
		if !strings.Contains(s, want) {
			t.Errorf("the sentence %q does not say %q", s, want)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"", "le=2015-09-01", "f=MOBI&p=2&q=a", "%", "le=%ff&;", "q=%E2%80%A8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q := New(raw)
		day, code, n, s := q.Day("le"), q.Code("f", []string{"MOBI"}), q.Page("p", 9), q.Text("q", 20)
		if q.Err() != nil {
			if fault.KindOf(q.Err()) != fault.Invalid {
				t.Fatalf("New(%q): %v is not Invalid", raw, q.Err())
			}
			return
		}
		if day != 0 && (day < FirstDay || day > LastDay) || code != "" && code != "MOBI" || n < 1 || n > 9 {
			t.Fatalf("New(%q) lets through day %v, code %q, page %d", raw, day, code, n)
		}
		if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 20 {
			t.Fatalf("New(%q) lets through the text %q", raw, s)
		}
		// What is accepted is what was given.
		if v, err := url.ParseQuery(raw); err != nil || day != 0 && !strings.Contains(strings.Join(v["le"], ""), day.String()) {
			t.Fatalf("New(%q) accepted what it can't have read: %v", raw, err)
		}
	})
}
