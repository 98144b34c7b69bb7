package journal

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Flaw is a place where a journal is not what was written.
type Flaw struct {
	Stream string
	Seq    int64 // of the entry; 0 when it is the stream as a whole
	What   string
}

// String is the flaw on one line.
func (f Flaw) String() string {
	if f.Seq == 0 {
		return fmt.Sprintf("stream %s: %s", f.Stream, f.What)
	}
	return fmt.Sprintf("stream %s, entry %d: %s", f.Stream, f.Seq, f.What)
}

// Prover recomputes a journal. It is given the heads, then every entry, one stream after
// the other and each in the order of its numbers. It keeps little: one entry, the heads.
type Prover struct {
	Entries int64
	Flaws   []Flaw

	heads   map[string]Head
	kept    map[place]Digest // of heads kept elsewhere, not met yet
	met     map[string]Head  // last entry of each stream, as recomputed
	last    Head             // entry before, of the stream being read
	missing map[int64]bool   // personal details not there, in the stream being read
	erased  map[int64]bool   // said to be erased there
}

type place struct {
	stream string
	seq    int64
}

// maxFlaws bounds what is told: a journal that was replaced is wrong everywhere.
const maxFlaws = 100

// NewProver begins a proof. Against are heads kept earlier in another place: they must
// still be in the chains, which is the one way to see that the end of a stream was cut
// or that a whole stream was written again.
func NewProver(heads, against []Head) *Prover {
	p := &Prover{heads: make(map[string]Head), kept: make(map[place]Digest), met: make(map[string]Head)}
	for _, h := range heads {
		p.heads[h.Stream] = h
	}
	for _, h := range against {
		p.kept[place{h.Stream, h.Seq}] = h.Hash
	}
	return p
}

// Add reads the next entry, with its personal details when they are still there.
func (p *Prover) Add(e Entry, personal *Personal) {
	if e.Stream != p.last.Stream {
		p.endStream()
		p.last = Head{Stream: e.Stream}
		p.missing, p.erased = make(map[int64]bool), make(map[int64]bool)
	}
	p.Entries++
	switch {
	case e.Seq != p.last.Seq+1:
		p.flaw(e, "entry %d is not there", p.last.Seq+1)
	case e.Previous != p.last.Hash:
		p.flaw(e, "it does not follow the entry before")
	case e.At.Before(p.last.At):
		p.flaw(e, "it is dated before the entry before")
	}
	if err := e.wellFormed(); err != nil {
		p.flaw(e, "%v", err)
	}
	if sha256.Sum256(e.Canonical()) != e.Hash {
		p.flaw(e, "its hash is not that of its content")
	}
	switch {
	case personal != nil && personal.Digest() != e.Personal:
		p.flaw(e, "its personal details are not those written")
	case personal == nil && e.Personal != Digest{}:
		p.missing[e.Seq] = true
	}
	if e.Name == Erased {
		var gone Erasure
		if err := json.Unmarshal([]byte(e.Details), &gone); err != nil {
			p.flaw(e, "its details: %v", err)
		}
		for _, seq := range gone.Seq {
			p.erased[seq] = true
		}
	}
	at := place{e.Stream, e.Seq}
	if hash, ok := p.kept[at]; ok {
		if delete(p.kept, at); hash != e.Hash {
			p.flaw(e, "it is not the entry of the heads kept")
		}
	}
	p.last = Head{Stream: e.Stream, Seq: e.Seq, At: e.At, Hash: e.Hash}
}

func (p *Prover) flaw(e Entry, format string, args ...any) {
	p.add(Flaw{e.Stream, e.Seq, fmt.Sprintf(format, args...)})
}

func (p *Prover) add(f Flaw) {
	if len(p.Flaws) < maxFlaws {
		p.Flaws = append(p.Flaws, f)
	}
}

// endStream compares the stream read with its head.
func (p *Prover) endStream() {
	if p.last.Stream == "" {
		return
	}
	for _, seq := range sorted(p.missing) {
		if !p.erased[seq] {
			p.add(Flaw{p.last.Stream, seq, "its personal details are gone and no entry says that they were erased"})
		}
	}
	head, ok := p.heads[p.last.Stream]
	switch {
	case !ok:
		p.add(Flaw{p.last.Stream, 0, "it has no head"})
	case head.Seq != p.last.Seq || head.Hash != p.last.Hash || !head.At.Equal(p.last.At):
		p.add(Flaw{p.last.Stream, p.last.Seq, fmt.Sprintf("its head is entry %d, this is the last there is", head.Seq)})
	}
	p.met[p.last.Stream] = p.last
	delete(p.heads, p.last.Stream)
}

// End closes the proof and returns the last entry of each stream, by name.
func (p *Prover) End() []Head {
	p.endStream()
	p.last = Head{}
	for _, h := range ordered(p.heads) {
		p.add(Flaw{h.Stream, h.Seq, "the head is there, the entries are not"})
	}
	kept := make([]place, 0, len(p.kept))
	for at := range p.kept {
		kept = append(kept, at)
	}
	slices.SortFunc(kept, func(a, b place) int { return cmp.Or(strings.Compare(a.stream, b.stream), cmp.Compare(a.seq, b.seq)) })
	for _, at := range kept {
		p.add(Flaw{at.stream, at.seq, "it was the last when heads were kept, and is not there"})
	}
	return ordered(p.met)
}

func ordered(heads map[string]Head) []Head {
	list := make([]Head, 0, len(heads))
	for _, h := range heads {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b Head) int { return strings.Compare(a.Stream, b.Stream) })
	return list
}

func sorted(set map[int64]bool) []int64 {
	list := make([]int64, 0, len(set))
	for n := range set {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// WriteHeads writes a line a head: the stream, the number and the hash of its last entry.
// Heads kept where the writers of the journal can't reach them prove it later.
func WriteHeads(w io.Writer, heads []Head) error {
	for _, h := range heads {
		if _, err := fmt.Fprintf(w, "%s %d %s\n", h.Stream, h.Seq, h.Hash); err != nil {
			return err
		}
	}
	return nil
}

// ReadHeads reads what [WriteHeads] writes; an error names the line.
func ReadHeads(r io.Reader) (heads []Head, err error) {
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		words := strings.Split(lines.Text(), " ")
		if len(words) != 3 {
			return nil, fmt.Errorf("line %d: want a stream, a number and a hash", n)
		}
		h := Head{Stream: words[0]}
		if h.Seq, err = strconv.ParseInt(words[1], 10, 64); err != nil || h.Seq < 1 {
			return nil, fmt.Errorf("line %d: %.40q is no number of an entry", n, words[1])
		}
		if h.Hash, err = ParseDigest(words[2]); err != nil || h.Hash == (Digest{}) {
			return nil, fmt.Errorf("line %d: %.80q is no hash", n, words[2])
		}
		heads = append(heads, h)
	}
	return heads, lines.Err()
}

// Sum is one digest for all heads.
func Sum(heads []Head) Digest {
	hash := sha256.New()
	_ = WriteHeads(hash, heads) // a hash takes all it is given
	return Digest(hash.Sum(nil))
}
