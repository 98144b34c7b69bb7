package labelling

import (
	"slices"
	"strings"
	"testing"
	"time"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

func TestClean(t *testing.T) {
	t.Parallel()
	f := func(typ ruleset.Type) *ruleset.Field {
		return &ruleset.Field{ID: "f", Type: typ, Values: []string{"a", "b"}, Columns: []ruleset.Column{
			{ID: "n", Type: ruleset.String, Need: true}, {ID: "d", Type: ruleset.Day},
		}}
	}
	for _, tt := range []struct {
		typ      ruleset.Type
		in, want string // canonical; want empty when refused
	}{
		{ruleset.String, `"  un   deux "`, `"un deux"`},
		{ruleset.String, `"` + strings.Repeat("é", MaxString) + `"`, `"` + strings.Repeat("é", MaxString) + `"`},
		{ruleset.String, `"` + strings.Repeat("é", MaxString+1) + `"`, ""},
		{ruleset.String, `"<script>alert(1)</script>"`, `"<script>alert(1)</script>"`}, // text is text: pages escape it
		{ruleset.String, `"a\u0000b"`, ""},
		{ruleset.Text, `"un\r\ndeux"`, `"un\ndeux"`},
		{ruleset.Day, `"2026-02-29"`, ""},
		{ruleset.Day, `"2026-02"`, `"2026-02"`},
		{ruleset.Whole, `"1 200,50"`, `"1200.5"`},
		{ruleset.Whole, `"-0"`, `"0"`},
		{ruleset.Whole, `"1e9"`, ""},
		{ruleset.YesNo, `"oui"`, ""},
		{ruleset.YesNo, `"yes"`, `"yes"`},
		{ruleset.Enum, `"c"`, ""},
		{ruleset.Enum, `"b"`, `"b"`},
		{ruleset.Code, `"0560026Z"`, `"0560026Z"`},
		{ruleset.Code, `"=cmd()"`, ""},
		{ruleset.Codes, `["14","","14","17"]`, `["14","17"]`},
		{ruleset.Codes, `"14"`, ""},
		{ruleset.Rows, `[["a","2026"],["",""]]`, `[["a","2026"]]`},
		{ruleset.Rows, `[["a"]]`, ""},
		{ruleset.Rows, `[["a","x"]]`, ""},
		{ruleset.Text, `["a"]`, ""},
	} {
		v := mustValue(t, tt.in)
		got, r := Clean(f(tt.typ), v)
		if tt.want == "" && r == nil || tt.want != "" && (r != nil || got.Canonical() != tt.want) {
			t.Errorf("Clean(%s, %.60s) = %.60s, %v, want %.60s", tt.typ, tt.in, got.Canonical(), r, tt.want)
		}
	}
}

// mustValue reads a value of any form, canonical or not.
func mustValue(t testing.TB, s string) Value {
	t.Helper()
	v, err := ParseCanonical(s)
	if err != nil && !strings.Contains(err.Error(), "canonical") {
		t.Fatal(err)
	}
	return v
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{`"a"`, `["a","b"]`, `[["a","2026"]]`, `"1 200,5"`, `null`, `{}`, `[[]]`, `[[],["a","b"]]`} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		v, err := ParseCanonical(s)
		if err == nil && v.Canonical() != s {
			t.Fatalf("%q is read as canonical, and is written %q", s, v.Canonical())
		}
		typ := ruleset.Types[(n&0xff)%len(ruleset.Types)]
		field := &ruleset.Field{ID: "f", Type: typ, Values: []string{"a"}, Columns: []ruleset.Column{{ID: "a", Type: ruleset.String}, {ID: "b", Type: ruleset.Whole}}}
		got, r := Clean(field, v)
		if r != nil {
			return
		}
		// What was cleaned is clean, and comes back from its form.
		again, r := Clean(field, got)
		if r != nil || !again.Equal(got) {
			t.Fatalf("Clean(%q) = %q, again %q, %v", s, got.Canonical(), again.Canonical(), r)
		}
		back, err := ParseCanonical(got.Canonical())
		if err != nil || !back.Equal(got) {
			t.Fatalf("%q comes back as %q, %v", got.Canonical(), back.Canonical(), err)
		}
	})
}

// TestTwoAuthors shows that fields are apart, and what happens to two changes of one.
func TestTwoAuthors(t *testing.T) {
	t.Parallel()
	c := newCase(t, "cmq-2018")
	c.Dossier.State = "draft"
	at := opens.Add(time.Hour)
	c.Dossier.Values["title"] = Version{Value{Text: "v1"}, 1, "anna", at}
	mine := []Edit{{"title", Value{Text: "de Bruno"}, 1}, {"long_text", Value{Text: "texte"}, 0}}

	// Anna saves her title first.
	changes, clashes, r := c.EditFields("anna", "carrier", []Edit{{"title", Value{Text: "d’Anna"}, 1}}, at)
	if r != nil || len(clashes) != 0 || len(changes) != 1 || changes[0].Before.Text != "v1" || changes[0].After.Number != 2 {
		t.Fatalf("EditFields = %v, %v, %v", changes, clashes, r)
	}
	c.Dossier.Values["title"] = changes[0].After
	// Bruno's text goes in, his title clashes and shows hers.
	changes, clashes, r = c.EditFields("bruno", "director", mine, at)
	if r != nil || len(changes) != 1 || changes[0].Field != "long_text" {
		t.Errorf("changes = %v, %v", changes, r)
	}
	if len(clashes) != 1 || clashes[0].Theirs.By != "anna" || clashes[0].Theirs.Value.Text != "d’Anna" || clashes[0].Mine.Text != "de Bruno" {
		t.Errorf("clashes = %v", clashes)
	}
	// Both wrote the same: nothing to settle.
	changes, clashes, r = c.EditFields("bruno", "carrier", []Edit{{"title", Value{Text: " d’Anna "}, 1}}, at)
	if r != nil || len(changes)+len(clashes) != 0 {
		t.Errorf("the same text = %v, %v, %v", changes, clashes, r)
	}
	for _, tt := range []struct {
		name  string
		role  ruleset.Role
		edits []Edit
		want  Reason
	}{
		{"a field of another role", "member", []Edit{{"title", Value{Text: "x"}, 2}}, WrongRole},
		{"no such field", "carrier", []Edit{{"none", Value{}, 0}}, UnknownAct},
		{"a value of another form", "carrier", []Edit{{"brand_check", Value{Text: "peut-être"}, 0}}, BadValue},
		{"one field twice", "carrier", []Edit{{"title", Value{Text: "x"}, 2}, {"title", Value{Text: "y"}, 2}}, Duplicate},
		{"one good, one bad: none", "carrier", []Edit{{"long_text", Value{Text: "x"}, 0}, {"sector", Value{Text: "x"}, 0}}, BadValue},
	} {
		if changes, _, r := c.EditFields("x", tt.role, tt.edits, at); r == nil || r.Reason != tt.want || len(changes) != 0 {
			t.Errorf("%s: %v, %v, want %s", tt.name, changes, r, tt.want)
		}
	}
	c.Dossier.State = "submitted_region"
	if _, _, r := c.EditFields("anna", "carrier", mine, at); r == nil || r.Reason != WrongState {
		t.Errorf("after it was handed in: %v, want %s", r, WrongState)
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	for _, rules := range []string{"cmq-2014", "cmq-2018"} {
		c := newCase(t, rules)
		done, all := c.Progress()
		if missing := len(c.MissingFields()) + len(c.MissingPieces()); done != 0 || missing != all || all < 10 {
			t.Errorf("%s, empty: %d of %d, %d missing", rules, done, all, missing)
		}
		fill(c)
		if m := append(c.MissingFields(), c.MissingPieces()...); len(m) > 0 {
			t.Errorf("%s, filled: missing %v", rules, m)
		}
		if done, all := c.Progress(); done != all {
			t.Errorf("%s, filled: %d of %d", rules, done, all)
		}
		// A cell that no row may leave empty.
		members := sample(c.Rules.Field("members"))
		members.Table[1][1] = ""
		c.Dossier.Values["members"] = Version{Value: members}
		if m := c.MissingFields(); len(m) != 1 || m[0] != (Missing{"members", LackColumn, "2:kind"}) {
			t.Errorf("%s, a cell left empty: %v", rules, m)
		}
	}
	// A renewal owes its balance, a creation does not.
	c := newCase(t, "cmq-2018")
	fill(c)
	c.Dossier.Values["balance"] = Version{}
	if m := c.MissingFields(); len(m) != 0 {
		t.Errorf("creation without a balance: %v", m)
	}
	c.Dossier.Kind = "renewal"
	if m := c.MissingFields(); len(m) != 1 || m[0].What != "balance" {
		t.Errorf("renewal without a balance: %v", m)
	}
}

func TestIneligible(t *testing.T) {
	t.Parallel()
	signedCase := func() *Case {
		c := newCase(t, "cmq-2018")
		fill(c)
		for _, a := range c.Dossier.Academies() {
			c.Dossier.Opinions = append(c.Dossier.Opinions, Opinion{Body: "caen", Academie: a, On: date.Must("2026-03-01"), Stance: Unfavourable})
		}
		c.Dossier.Opinions = append(c.Dossier.Opinions, Opinion{Body: "crefop", On: date.Must("2026-03-01"), Stance: NoOpinion})
		c.Dossier.Seal = c.SealOf(opens)
		for _, s := range c.Rules.Signatories {
			c.Dossier.Signatures = append(c.Dossier.Signatures, Signature{Signatory: s.ID, Person: PersonID(s.ID), Role: s.Role, Capacity: "x", Hash: c.Dossier.Seal.Hash})
		}
		return c
	}
	set := func(field string, edit func(rows [][]string) [][]string) func(*Case) {
		return func(c *Case) {
			c.Dossier.Values[field] = Version{Value: Value{Table: edit(c.Dossier.Values[field].Value.Table)}}
		}
	}
	for _, tt := range []struct {
		name  string
		spoil func(*Case)
		want  string
	}{
		{"all is well, whatever the bodies said", func(*Case) {}, ""},
		{"no school governs", set("members", func(r [][]string) [][]string { return r[1:] }), "school"},
		{"a school that is a member only", set("members", func(r [][]string) [][]string {
			first := slices.Clone(r[0])
			first[5] = "no"
			return append([][]string{first}, r[1:]...)
		}), "school"},
		{"no university", set("members", func(r [][]string) [][]string { return [][]string{r[0], r[2]} }), "higher"},
		{"no company", set("members", func(r [][]string) [][]string { return r[:2] }), "economy"},
		{"no bed", set("places", func([][]string) [][]string { return nil }), "accommodation"},
		{"no agreement", func(c *Case) {
			c.Dossier.Pieces = slices.DeleteFunc(c.Dossier.Pieces, func(a Attachment) bool { return a.Piece == "agreement" })
		}, "agreement"},
		{"a title about something else", func(c *Case) { c.Dossier.Values["title"] = Version{Value: Value{Text: "Campus du cuir"}} }, "title"},
		{"one académie was not consulted", func(c *Case) { c.Dossier.Opinions = c.Dossier.Opinions[1:] }, "consultations"},
		{"one signature", func(c *Case) { c.Dossier.Signatures = c.Dossier.Signatures[:1] }, "signatures"},
		{"one person signed twice", func(c *Case) { c.Dossier.Signatures[1].Person = c.Dossier.Signatures[0].Person }, "signatures"},
		{"another content was signed", func(c *Case) { c.Dossier.Signatures[1].Hash = "0" }, "signatures"},
		{"reserves without an answer", func(c *Case) {
			c.Dossier.Kind, c.Dossier.Reserved = "renewal", true
			c.Dossier.Values["reserves"] = Version{}
		}, "reserves"},
	} {
		c := signedCase()
		tt.spoil(c)
		m := c.Ineligible()
		if tt.want == "" && len(m) > 0 || tt.want != "" && (len(m) != 1 || m[0].What != tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, m, tt.want)
		}
	}
}

func TestSign(t *testing.T) {
	t.Parallel()
	c := newCase(t, "cmq-2018")
	fill(c)
	c.Dossier.State = "joint_proposal"
	c.Dossier.Seal = c.SealOf(opens)
	hash := c.Dossier.Seal.Hash
	ok := Signature{Signatory: "recteur", Person: "p1", Role: "region_rector", Capacity: "rectrice", Hash: hash}
	with := func(f func(*Signature)) Signature { s := ok; f(&s); return s }
	for _, tt := range []struct {
		name string
		s    Signature
		want Reason
	}{
		{"in another role", with(func(s *Signature) { s.Role = "regional_delegate" }), WrongRole},
		{"of another content", with(func(s *Signature) { s.Hash = HashOf("x") }), OtherContent},
		{"without a capacity", with(func(s *Signature) { s.Capacity = " " }), NotGiven},
		{"of nobody", with(func(s *Signature) { s.Signatory = "pope" }), UnknownAct},
	} {
		if r := c.Sign(tt.s); r == nil || r.Reason != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, r, tt.want)
		}
	}
	if r := c.Sign(ok); r != nil {
		t.Fatal(r)
	}
	c.Dossier.Signatures = []Signature{ok}
	if r := c.Sign(ok); r == nil || r.Reason != SignedBefore {
		t.Errorf("twice: %v", r)
	}
	other := Signature{Signatory: "president", Person: "p1", Role: "region_president", Capacity: "président", Hash: hash}
	if r := c.Sign(other); r == nil || r.Reason != SamePerson {
		t.Errorf("one person for both: %v", r)
	}
	other.Person = "p2"
	if r := c.Sign(other); r != nil {
		t.Error(r)
	}
	// Nor does one sign for one authority and have another sign in one's place for the other.
	byOther := func(person, principal PersonID) Signature {
		s := other
		s.Person, s.Principal = person, principal
		return s
	}
	for _, s := range []Signature{byOther("p2", "p1"), byOther("p1", "p2")} {
		if r := c.Sign(s); r == nil || r.Reason != SamePerson {
			t.Errorf("%s in the place of %s: %v", s.Person, s.Principal, r)
		}
	}
	if r := c.Sign(byOther("p2", "p3")); r != nil {
		t.Errorf("in the place of a third: %v", r)
	}
	c.Dossier.Signatures[0].Person, c.Dossier.Signatures[0].Principal = "p4", "p1"
	for _, s := range []Signature{byOther("p2", "p1"), byOther("p1", ""), byOther("p4", "p5")} {
		if r := c.Sign(s); r == nil || r.Reason != SamePerson {
			t.Errorf("%s in the place of %q, after p4 in that of p1: %v", s.Person, s.Principal, r)
		}
		c.Dossier.Signatures = append(c.Dossier.Signatures[:1], s)
		if missing := c.MissingSignatures(); len(missing) != 1 {
			t.Errorf("such signatures are both counted: %v", missing)
		}
		c.Dossier.Signatures = c.Dossier.Signatures[:1]
	}
	c.Dossier.Signatures[0] = ok
	// What was sealed is changed behind the back of all: nobody signs it any more.
	c.Dossier.Values["title"] = Version{Value: Value{Text: "autre"}, Number: 9}
	if r := c.Sign(other); r == nil || r.Reason != OtherContent {
		t.Errorf("after a change: %v", r)
	}
}

// TestSealIsCanonical shows that order does not change a seal and that content does.
func TestSealIsCanonical(t *testing.T) {
	t.Parallel()
	c := newCase(t, "cmq-2018")
	fill(c)
	a := c.SealOf(opens)
	slices.Reverse(c.Dossier.Pieces)
	if b := c.SealOf(opens.Add(time.Hour)); b.Hash != a.Hash || HashOf(a.Content) != a.Hash {
		t.Errorf("another order, another seal")
	}
	c.Dossier.Pieces[0].SHA256 = HashOf("x")
	if c.SealOf(opens).Hash == a.Hash {
		t.Errorf("another file, same seal")
	}
}

func TestAdvise(t *testing.T) {
	t.Parallel()
	c := newCase(t, "cmq-2018")
	fill(c)
	today := date.NewDay(2026, 4, 1)
	o := Opinion{Body: "caen", Academie: "14", On: date.Must("2026-04-01"), Stance: Favourable}
	if r := c.Advise("academie_delegate", o, today); r == nil || r.Reason != WrongState {
		t.Errorf("before the consultations: %v", r)
	}
	c.Dossier.State = "consultations"
	with := func(f func(*Opinion)) Opinion { p := o; f(&p); return p }
	for _, tt := range []struct {
		name string
		o    Opinion
		role ruleset.Role
		want Reason
	}{
		{"the right one", o, "academie_delegate", ""},
		{"by the carrier", o, "carrier", WrongRole},
		{"of an académie that is none of its own", with(func(o *Opinion) { o.Academie = "02" }), "academie_delegate", BadValue},
		{"of no académie", with(func(o *Opinion) { o.Academie = "" }), "academie_delegate", BadValue},
		{"tomorrow", with(func(o *Opinion) { o.On = date.Must("2026-04-02") }), "academie_delegate", InFuture},
		{"some day", with(func(o *Opinion) { o.On = date.Must("2026-03") }), "academie_delegate", BadValue},
		{"of no stance", with(func(o *Opinion) { o.Stance = "maybe" }), "academie_delegate", BadValue},
		{"of no body", with(func(o *Opinion) { o.Body = "cnee" }), "academie_delegate", UnknownAct},
		{"CREFOP gives one", Opinion{Body: "crefop", Academie: "14", On: o.On, Stance: Reserved}, "region_officer", BadValue},
	} {
		if r := c.Advise(tt.role, tt.o, today); tt.want == "" && r != nil || tt.want != "" && (r == nil || r.Reason != tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, r, tt.want)
		}
	}
	c.Dossier.Opinions = []Opinion{o}
	if r := c.Advise("academie_delegate", o, today); r == nil || r.Reason != AlreadyGiven {
		t.Errorf("twice: %v", r)
	}
}

func TestDecisionFlaws(t *testing.T) {
	t.Parallel()
	c := newCase(t, "cmq-2018")
	with := func(f func(*Decision)) *Decision { d := decision(); f(d); return d }
	for _, tt := range []struct {
		name string
		d    *Decision
		want Missing
	}{
		{"whole", decision(), Missing{}},
		{"none", nil, Missing{"decision", LackNeed, ""}},
		{"a NOR of another form", with(func(d *Decision) { d.NOR = "MENE26" }), Missing{"nor", LackNeed, "form"}},
		{"published before it was signed", with(func(d *Decision) { d.Published = date.Must("2026-11-01") }), Missing{"published", LackNeed, "before_signature"}},
		{"six years", with(func(d *Decision) { d.Years = 6 }), Missing{"years", LackNeed, "max"}},
		{"no year", with(func(d *Decision) { d.Years = 0 }), Missing{"years", LackNeed, "max"}},
		{"a title without its sector", with(func(d *Decision) { d.Title = "Campus breton" }), Missing{"title", LackNeed, "sector"}},
		{"accents and capitals do not count", with(func(d *Decision) { d.Title, d.Sector = "CAMPUS DE LA MÉTALLURGIE", "metallurgie" }), Missing{}},
		{"part of a word does", with(func(d *Decision) { d.Title, d.Sector = "Campus des mers", "mer" }), Missing{"title", LackNeed, "sector"}},
		{"a category that is none", with(func(d *Decision) { d.Category = "platinum" }), Missing{"category", LackNeed, "unknown"}},
	} {
		m := tt.d.Flaws(c)
		if tt.want == (Missing{}) && len(m) > 0 || tt.want != (Missing{}) && !slices.Equal(m, []Missing{tt.want}) {
			t.Errorf("%s: %v, want %v", tt.name, m, tt.want)
		}
	}
	if got := decision().Until().String(); got != "2029-11-12" {
		t.Errorf("Until = %s", got)
	}
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	paris := Paris()
	r := rulesOf(t, "cmq-2018")
	// Through the change of hour: the last day ends at midnight in Paris.
	d := Deadlines(r, time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC), paris)
	if got := d["regional_closing"].In(paris).Format("2006-01-02 15:04"); got != "2026-04-21 00:00" {
		t.Errorf("regional closing = %s", got)
	}
	call := &Call{ID: "c", Title: "x", Rules: r.ID, Hash: r.Hash(), Opens: d["opening"], Deadlines: d}
	if ref := CheckCall(r, call); ref != nil {
		t.Error(ref)
	}
	d["completeness"] = d["regional_closing"].Add(-time.Hour)
	if ref := CheckCall(r, call); ref == nil || ref.Reason != BadValue {
		t.Errorf("a step before the one it follows: %v", ref)
	}
	delete(d, "completeness")
	call.Hash = "other"
	if ref := CheckCall(r, call); ref == nil || ref.Reason != OtherContent {
		t.Errorf("other rules: %v", ref)
	}
}

func TestInTime(t *testing.T) {
	t.Parallel()
	c := newCase(t, "cmq-2018")
	fill(c)
	c.Dossier.State = "draft"
	end := c.Call.Deadlines["regional_closing"]
	act := Act{Transition: "submit_region", Role: "carrier", At: end.Add(-time.Microsecond)}
	if to, r := c.Try(act); r != nil || to != "submitted_region" {
		t.Errorf("the last instant: %s, %v", to, r)
	}
	act.At = end
	if _, r := c.Try(act); r == nil || r.Reason != TooLate {
		t.Errorf("at the deadline: %v", r)
	}
	if r := c.EditInTime(end.Add(-time.Second)); r != nil {
		t.Error(r)
	}
	if r := c.EditInTime(end); r == nil || r.Reason != TooLate {
		t.Errorf("a save at the deadline: %v", r)
	}
	c.Dossier.State = "incomplete" // what was asked for may come until the national one
	if r := c.EditInTime(end); r != nil {
		t.Error(r)
	}
}

// Two authorities withdraw a dossier, and nobody's hand is in both.
func TestWithdrawal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		by, principal PersonID // of the act, for the president, after p1 asked for the recteur
		want          bool
	}{
		{"another", "p2", "", true},
		{"by delegation of another", "p2", "p3", true},
		{"the same", "p1", "", false},
		{"by delegation of the same", "p2", "p1", false},
		{"the same, by delegation of another", "p1", "p3", false},
	} {
		c := newCase(t, "cmq-2018")
		c.Dossier.State = "regional_instruction"
		first := Signature{Signatory: "recteur", Person: "p1", Role: "region_rector", Capacity: "rectrice"}
		if r := c.AskWithdrawal(first); r != nil {
			t.Fatal(r)
		}
		c.Dossier.Withdrawals = []Signature{first}
		act := Act{Transition: "withdraw", By: tt.by, Principal: tt.principal, Role: "region_president", At: opens, Given: map[ruleset.Need]string{ruleset.Reason: "x"}}
		to, r := c.Try(act)
		if (r == nil) != tt.want || tt.want && to != "withdrawn" {
			t.Errorf("%s: %s, %v", tt.name, to, r)
		}
		second := Signature{Signatory: "president", Person: tt.by, Principal: tt.principal, Role: "region_president", Capacity: "présidente"}
		if r := c.AskWithdrawal(second); (r == nil) != tt.want {
			t.Errorf("%s asks: %v", tt.name, r)
		}
	}
}
