package journal_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/journal"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 123456789, time.UTC)

// chained is a stream of the acts, with the personal details of each.
func chained(t testing.TB, acts ...journal.Act) (list []journal.Entry, personal []*journal.Personal) {
	t.Helper()
	head := journal.Head{Stream: acts[0].Stream}
	for i, a := range acts {
		e, p, err := head.Next(a, noon.Add(time.Duration(i)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		list, personal = append(list, e), append(personal, p)
		head = journal.Head{Stream: e.Stream, Seq: e.Seq, At: e.At, Hash: e.Hash}
	}
	return list, personal
}

func headOf(list []journal.Entry) journal.Head {
	e := list[len(list)-1]
	return journal.Head{Stream: e.Stream, Seq: e.Seq, At: e.At, Hash: e.Hash}
}

func act(stream, name string) journal.Act {
	return journal.Act{Stream: stream, Actor: "p1", Name: name, Details: map[string]int{"n": 1}, Personal: []byte("Anne Martin")}
}

func TestNext(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", journal.MaxDetails)
	for _, tt := range []struct {
		name string
		act  journal.Act
		want string // part of the refusal, empty when it goes in
	}{
		{"of the site", journal.Act{Stream: journal.Site, Actor: journal.System, Name: "report.closed"}, ""},
		{"of a dossier", journal.Act{Stream: "dossier/2026-bretagne.1", Actor: "k3", Name: "dossier.opinion.given", Details: struct{ A string }{"b"}}, ""},
		{"of nothing", journal.Act{Actor: "k3", Name: "a.b"}, "is no stream"},
		{"of a kind alone", journal.Act{Stream: "dossier", Actor: "k3", Name: "a.b"}, "is no stream"},
		{"of two lines", journal.Act{Stream: "dossier/a\nb", Actor: "k3", Name: "a.b"}, "is no stream"},
		{"of nobody", journal.Act{Stream: journal.Site, Name: "a.b"}, "is no actor"},
		{"by a mail address", journal.Act{Stream: journal.Site, Actor: "anne@example.org", Name: "a.b"}, "is no actor"},
		{"a bare word", journal.Act{Stream: journal.Site, Actor: "k3", Name: "signed"}, "is no act"},
		{"details that are no object", journal.Act{Stream: journal.Site, Actor: "k3", Name: "a.b", Details: 3}, "not a JSON object"},
		{"details without a form", journal.Act{Stream: journal.Site, Actor: "k3", Name: "a.b", Details: func() {}}, "unsupported type"},
		{"long details", journal.Act{Stream: journal.Site, Actor: "k3", Name: "a.b", Details: map[string]string{"x": long}}, "bytes of details"},
		{"long personal details", journal.Act{Stream: journal.Site, Actor: "k3", Name: "a.b", Personal: make([]byte, journal.MaxPersonal+1)}, "personal details"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, _, err := journal.Head{Stream: tt.act.Stream}.Next(tt.act, noon)
			if tt.want == "" && (err != nil || e.Seq != 1 || e.Hash == journal.Digest{}) || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("Next = %+v, %v, want an error with %q", e, err, tt.want)
			}
		})
	}
}

// A clock that goes back does not take the journal with it.
func TestNextKeepsOrder(t *testing.T) {
	t.Parallel()
	head := journal.Head{Stream: "campus/mer", Seq: 3, At: noon.Truncate(time.Microsecond), Hash: journal.Digest{1}}
	e, _, err := head.Next(act("campus/mer", "member.added"), noon.Add(-time.Hour))
	if err != nil || !e.At.Equal(head.At) || e.Seq != 4 || e.Previous != head.Hash {
		t.Errorf("Next = %+v, %v, want entry 4 at %v after %v", e, err, head.At, head.Hash)
	}
}

// world is a journal of some streams.
func world(t testing.TB) (entries []journal.Entry, personal []*journal.Personal, heads []journal.Head) {
	for _, stream := range []string{"campus/mer", "dossier/a", journal.Site} {
		e, p := chained(t, act(stream, "thing.made"), act(stream, "thing.changed"), journal.Act{Stream: stream, Actor: "p2", Name: "thing.read"}, act(stream, "thing.ended"))
		entries, personal, heads = append(entries, e...), append(personal, p...), append(heads, headOf(e))
	}
	return entries, personal, heads
}

func prove(entries []journal.Entry, personal []*journal.Personal, heads, against []journal.Head) ([]journal.Flaw, []journal.Head) {
	p := journal.NewProver(heads, against)
	for i, e := range entries {
		p.Add(e, personal[i])
	}
	last := p.End()
	return p.Flaws, last
}

func TestProveHolds(t *testing.T) {
	t.Parallel()
	entries, personal, heads := world(t)
	flaws, last := prove(entries, personal, heads, heads)
	if len(flaws) > 0 {
		t.Errorf("flaws of a sound journal: %v", flaws)
	}
	if diff := cmp.Diff(heads, last); diff != "" {
		t.Errorf("heads (-given +found):\n%s", diff)
	}
}

// Whatever is taken out, moved, repeated or changed, by one who does not write the hashes
// again, is found, and so is what one who does can't hide from heads kept elsewhere.
func TestProveFinds(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	tampers := map[string]func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head){
		"an entry taken out": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			i := r.IntN(len(e))
			return append(e[:i], e[i+1:]...), append(p[:i], p[i+1:]...), h
		},
		"two entries in each other's place": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			i := r.IntN(len(e) - 1)
			e[i], e[i+1], p[i], p[i+1] = e[i+1], e[i], p[i+1], p[i]
			return e, p, h
		},
		"numbers exchanged": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			i := 4*r.IntN(3) + r.IntN(3)
			e[i], e[i+1], p[i], p[i+1] = e[i+1], e[i], p[i+1], p[i]
			e[i].Seq, e[i+1].Seq = e[i+1].Seq, e[i].Seq
			return e, p, h
		},
		"a head taken out": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			i := r.IntN(len(h))
			return e, p, append(h[:i], h[i+1:]...)
		},
		"a stream taken out": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			i := 4 * r.IntN(3)
			return append(e[:i], e[i+4:]...), append(p[:i], p[i+4:]...), h
		},
		"a byte changed": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			flip(r, &e[r.IntN(len(e))])
			return e, p, h
		},
		"a byte of personal details changed": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			at := []int{0, 1, 3}[r.IntN(3)] // the third of each stream has none
			b := bytes.Clone(p[at].Content)
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			p[at] = &journal.Personal{Salt: p[at].Salt, Content: b}
			return e, p, h
		},
		"personal details taken out": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			p[[]int{0, 1, 3}[r.IntN(3)]] = nil
			return e, p, h
		},
		"personal details made up": func(e []journal.Entry, p []*journal.Personal, h []journal.Head) ([]journal.Entry, []*journal.Personal, []journal.Head) {
			p[2] = &journal.Personal{Salt: make([]byte, 16), Content: []byte("Anne")}
			return e, p, h
		},
	}
	for name, tamper := range tampers {
		for range 300 {
			e, p, h := tamper(world(t))
			if flaws, _ := prove(e, p, h, nil); len(flaws) == 0 {
				t.Errorf("%s: nothing found", name)
			}
		}
	}
}

// flip changes a bit of one field of an entry.
func flip(r *rand.Rand, e *journal.Entry) {
	text := func(s *string) {
		b := []byte(*s)
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		*s = string(b)
	}
	digest := func(d *journal.Digest) { d[r.IntN(len(d))] ^= 1 << r.IntN(8) }
	fields := []func(){
		func() { text(&e.Stream) },
		func() { e.Seq ^= 1 << r.IntN(63) },
		func() { e.At = time.UnixMicro(e.At.UnixMicro() ^ 1<<r.IntN(50)) },
		func() { text(&e.Actor) },
		func() { text(&e.Name) },
		func() { text(&e.Details) },
		func() { digest(&e.Personal) },
		func() { digest(&e.Previous) },
		func() { digest(&e.Hash) },
	}
	fields[r.IntN(len(fields))]()
}

// One who writes the hashes again is found by the heads kept elsewhere.
func TestProveAgainst(t *testing.T) {
	t.Parallel()
	_, _, kept := world(t)
	for _, tt := range []struct {
		name string
		acts []journal.Act
		want string
	}{
		{"the end cut", []journal.Act{act("dossier/a", "thing.made")}, "not there"},
		{"the whole written again", []journal.Act{
			act("dossier/a", "thing.made"), act("dossier/a", "thing.kept"), act("dossier/a", "thing.kept"), act("dossier/a", "thing.kept"),
		}, "not the entry of the heads kept"},
	} {
		e, p := chained(t, tt.acts...)
		head := []journal.Head{headOf(e)}
		if flaws, _ := prove(e, p, head, nil); len(flaws) > 0 {
			t.Errorf("%s: %v without heads kept", tt.name, flaws)
		}
		flaws, _ := prove(e, p, head, kept[1:2])
		if len(flaws) != 1 || flaws[0].Stream != "dossier/a" || flaws[0].Seq != 4 || !strings.Contains(flaws[0].What, tt.want) {
			t.Errorf("%s: flaws %v, want %q of entry 4", tt.name, flaws, tt.want)
		}
	}
}

func TestErasure(t *testing.T) {
	t.Parallel()
	e, p := chained(t, act("person/p1", "person.invited"), act("person/p1", "person.named"),
		journal.Act{Stream: "person/p1", Actor: journal.System, Name: journal.Erased, Details: journal.Erasure{Seq: []int64{1}}})
	head := []journal.Head{headOf(e)}
	p[0] = nil
	if flaws, _ := prove(e, p, head, nil); len(flaws) > 0 {
		t.Errorf("after an erasure: %v", flaws)
	}
	p[1] = nil
	if flaws, _ := prove(e, p, head, nil); len(flaws) != 1 || flaws[0].Seq != 2 {
		t.Errorf("after an erasure that nobody wrote: %v, want one flaw of entry 2", flaws)
	}
}

func TestHeadsRoundTrip(t *testing.T) {
	t.Parallel()
	_, _, heads := world(t)
	var b strings.Builder
	if err := journal.WriteHeads(&b, heads); err != nil {
		t.Fatal(err)
	}
	got, err := journal.ReadHeads(strings.NewReader(b.String()))
	for i := range heads {
		heads[i].At = time.Time{} // not written
	}
	if diff := cmp.Diff(heads, got); diff != "" || err != nil {
		t.Errorf("ReadHeads: %v\n%s", err, diff)
	}
	for _, bad := range []string{"site", "site one 00", "site 0 " + heads[0].Hash.String(), "site 1 zz", "site 1 ", "site 1 " + strings.ToUpper(heads[0].Hash.String())} {
		if _, err := journal.ReadHeads(strings.NewReader(bad)); err == nil || !strings.HasPrefix(err.Error(), "line 1: ") {
			t.Errorf("ReadHeads(%q) = %v, want an error of line 1", bad, err)
		}
	}
}

// parse is the twin of Canonical: what it reads is the entry, and nothing else.
func parse(b []byte) (e journal.Entry, err error) {
	next := func() []byte {
		if err != nil || len(b) < 8 || binary.BigEndian.Uint64(b) > uint64(len(b)-8) {
			err = errors.New("cut short")
			return nil
		}
		n := binary.BigEndian.Uint64(b)
		value := b[8 : 8+n]
		b = b[8+n:]
		return value
	}
	number := func() int64 {
		v := next()
		if len(v) != 8 {
			err = errors.New("no number")
			return 0
		}
		return int64(binary.BigEndian.Uint64(v))
	}
	if string(next()) != "continuum journal 1" {
		return e, errors.New("another form")
	}
	e.Stream = string(next())
	e.Seq = number()
	e.At = time.UnixMicro(number()).UTC()
	e.Actor, e.Name, e.Details = string(next()), string(next()), string(next())
	for _, d := range []*journal.Digest{&e.Personal, &e.Previous} {
		if v := next(); copy(d[:], v) != len(d) || len(v) != len(d) {
			return e, errors.New("no digest")
		}
	}
	if err == nil && len(b) > 0 {
		err = errors.New("too long")
	}
	return e, err
}

// The canonical form says one entry and is said by one form.
func FuzzCanonical(f *testing.F) {
	f.Add("site", int64(1), int64(0), "operator", "report.closed", "{}", []byte{1}, []byte(nil))
	f.Add("dossier/a", int64(-1), int64(1<<60), "", "a.b", "\x00", []byte(nil), []byte("continuum journal 1"))
	f.Fuzz(func(t *testing.T, stream string, seq, at int64, actor, name, details string, personal, raw []byte) {
		e := journal.Entry{Stream: stream, Seq: seq, At: time.UnixMicro(at).UTC(), Actor: actor, Name: name, Details: details}
		if e.At.UnixMicro() != at {
			t.Skip("beyond what a time holds")
		}
		copy(e.Personal[:], personal)
		copy(e.Previous[:], raw)
		got, err := parse(e.Canonical())
		if diff := cmp.Diff(e, got); diff != "" || err != nil {
			t.Errorf("entry read from its canonical form: %v\n%s", err, diff)
		}
		if e, err := parse(raw); err == nil && !bytes.Equal(e.Canonical(), raw) {
			t.Errorf("%x reads as %+v, which is written %x", raw, e, e.Canonical())
		}
	})
}
