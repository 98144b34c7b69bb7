package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
)

// maxArgs bounds the arguments of one statement: SQLite takes 32,766, but short
// texts are parsed faster.
const maxArgs = 900

// maxBytes bounds the bytes of one statement and of the rows held to be copied.
const maxBytes = 4 << 20

// table is a table of the store: all the rows there are to keep.
type table struct {
	name    string
	columns []string
	// anchor: a row of identifiers that may be there already.
	anchor bool
	// fleeting: its rows are in no backup. A session or a token that was ended must not
	// hold again because an older state was restored.
	fleeting bool
}

// tables lists the tables, each after those that it points at.
var tables = []table{
	{name: "generation", columns: cols("id value")},
	{name: "change", columns: cols("generation at actor what")},
	{name: "meta", columns: cols("name value")},
	{name: "sector", columns: cols("code"), anchor: true},
	{name: "sector_version", columns: cols("code slug label rank origin recorded retired retired_by")},
	{name: "source", columns: cols("id"), anchor: true},
	{name: "source_version", columns: cols("id title publisher url published licence origin recorded retired retired_by")},
	{name: "statement", columns: cols("key source confidence note origin")},
	{name: "citation", columns: cols("statement rank source")},
	{name: "campus", columns: cols("id version"), anchor: true},
	{name: "slug", columns: cols("slug campus origin recorded retired")},
	{name: "act", columns: cols("id"), anchor: true},
	{name: "act_version", columns: cols("statement id nor title signed published url recorded retired retired_by")},
	{name: "fact", columns: cols("statement id campus property rank value sector valid_from valid_until from_day until_day recorded retired retired_by")},
	{name: "label", columns: cols("id campus"), anchor: true},
	{name: "label_version", columns: cols("statement id campus category wave start_on end_on start_day end_day years successor recorded retired retired_by")},
	{name: "basis", columns: cols("statement label rank kind act on_date wording")},
	{name: "organisation", columns: cols("id"), anchor: true},
	{name: "organisation_version", columns: cols("statement id name kind uai siret city commune lat lon recorded retired retired_by")},
	{name: "membership", columns: cols("statement id campus organisation role standing convention valid_from valid_until from_day until_day recorded retired retired_by")},
	{name: "milestone", columns: cols("statement id on_date total wording recorded retired retired_by")},
	{name: "report", columns: cols("id page campus message contact received state lang closed")},
	{name: "scenario", columns: cols("hash patches kept")},
	{name: "mail", columns: cols("id recipient subject body html kind created due tries leased state settled trouble")},
	officialVersion,
	officialBlock,
	officialQuarantine,
	{name: "official_current", columns: cols("source number")},
	{name: "official_move", columns: cols("source rank kind number previous at")},
	{name: "sheet", columns: cols("id campus kind version")},
	{name: "sheet_version", columns: cols("sheet number state body author at decided reason")},
	{name: "journal_entry", columns: cols("stream seq at actor act details personal previous hash")},
	{name: "journal_head", columns: cols("stream seq at hash")},
	{name: "journal_personal", columns: cols("stream seq salt content")},
	{name: "person", columns: cols("id name mail mail_key lang state since changed")},
	{name: "password", columns: cols("person hash changed")},
	{name: "identity", columns: cols("issuer subject person since")},
	{name: "passkey", columns: cols("id person name data created used")},
	{name: "asked", columns: cols("hash content expires"), fleeting: true},
	{name: "granted", columns: cols("id person role scope starts ends given_by given delegated_from")},
	{name: "token", columns: cols("hash person purpose created expires used"), fleeting: true},
	{name: "session", columns: cols("hash id person method device created seen expires hint proven strong"), fleeting: true},
	{name: "ruleset", columns: cols("id hash body added actor derived")},
	{name: "ruleset_lock", columns: cols("id hash")},
	{name: "call", columns: cols("id title nor ruleset hash categories kinds opens actor at")},
	{name: "panel", columns: cols("id rules state version call")},
	{name: "panel_expert", columns: cols("panel expert college president profile")},
	{name: "panel_dossier", columns: cols("panel dossier profile")},
	{name: "panel_declaration", columns: cols("panel dossier expert number stance reason at")},
	{name: "panel_reading", columns: cols("panel dossier expert")},
	{name: "panel_sheet", columns: cols("panel dossier expert version body hash saved sealed")},
	{name: "plenary", columns: cols("panel id opened closed")},
	{name: "plenary_presence", columns: cols("panel plenary expert present")},
	{name: "plenary_recusal", columns: cols("panel plenary dossier expert why")},
	{name: "plenary_motion", columns: cols("panel plenary dossier round advice voters opened ends closed tally adopted")},
	{name: "plenary_vote", columns: cols("panel dossier round expert choice at")},
	{name: "expert_profile", columns: cols("person profile at")},
	{name: "call_deadline", columns: cols("call step at")},
	{name: "call_moved", columns: cols("call number step was becomes reason actor at")},
	{name: "call_draft", columns: cols("id title nor ruleset categories kinds opens deadlines version actor at")},
	{name: "call_question", columns: cols("id call question actor at answer answered_by answered")},
	{name: "dossier", columns: cols("id call kind category campus state reserved seal version actor at changed academie organisation")},
	{name: "dossier_value", columns: cols("dossier field number value actor at")},
	{name: "dossier_piece", columns: cols("id dossier piece name type size sha256 flags actor at removed remover")},
	{name: "dossier_opinion", columns: cols("dossier body academie on_date stance vote wording actor at")},
	{name: "dossier_seal", columns: cols("dossier hash content at")},
	{name: "dossier_signature", columns: cols("dossier hash signatory person role capacity delegation at evidence")},
	{name: "dossier_withdrawal", columns: cols("dossier signatory person role capacity at delegation")},
	{name: "dossier_move", columns: cols("dossier number act from_state to_state actor role given at")},
	{name: "dossier_panel", columns: cols("dossier readers sheets conflicts seats present opinion category years reserves advice actor at")},
	{name: "decision", columns: cols("dossier nor signed published title territory sector category years start_on reserves act label actor at")},
	{name: "decision_draft", columns: cols("dossier number verdict title territory sector category years start_on reserves reason actor at")},
	{name: "decision_mark", columns: cols("dossier number person kind wording capacity delegation at")},
	{name: "label_report", columns: cols("label kind period number state body actor at")},
	{name: "label_line", columns: cols("line label")},
	{name: "label_event", columns: cols("label number kind on_day act value until_day actor at")},
	{name: "notice", columns: cols("id person kind key wording path at seen mailed")},
	{name: "member_file", columns: cols("campus organisation version signed_on ends_on reference link contact_name contact_function contact_mail changed")},
	{name: "member_proposal", columns: cols("id campus organisation side body state author at decided decided_at reason endorsed")},
	{name: "member_confirmation", columns: cols("campus organisation person at")},
	{name: "sheet_approval", columns: cols("sheet number person at")},
	{name: "booking", columns: cols("id sheet campus organisation starts ends purpose state author at decided reason")},
	{name: "organisation_merge", columns: cols("id survivor twin body actor at parted parted_by")},
	{name: "notice_way", columns: cols("person kind way")},
}

func cols(s string) []string { return strings.Fields(s) }

// batch gathers rows table by table, so that they go in by hundreds and in an
// order that the foreign keys accept.
type batch struct {
	at     int64
	origin origin
	rows   map[string][][]any
}

func (tx *Tx) batch() *batch {
	return &batch{at: tx.at, origin: tx.origin, rows: make(map[string][][]any)}
}

func (b *batch) add(table string, row ...any) { b.rows[table] = append(b.rows[table], row) }

// addVersion adds a row that is believed from now on.
func (b *batch) addVersion(table string, row ...any) { b.add(table, append(row, b.at, nil, nil)...) }

// statement adds what every statement carries and returns its key.
func (b *batch) statement(kind, id string, p campus.Provenance) string {
	key := kind + "/" + id + "/" + strconv.FormatInt(b.at, 10)
	first := any(nil) // refused by the schema: a statement has a source
	if len(p.Sources) > 0 {
		first = string(p.Sources[0])
	}
	b.add("statement", key, first, string(p.Confidence), p.Note, string(b.origin))
	for i := 1; i < len(p.Sources); i++ {
		b.add("citation", key, int64(i+1), string(p.Sources[i]))
	}
	return key
}

// flush inserts what was gathered.
func (tx *Tx) flush(b *batch) error {
	for _, t := range tables {
		if err := tx.insert(t, b.rows[t.name]); err != nil {
			return err
		}
	}
	return nil
}

// insert adds the rows to a table, some hundred arguments at a time.
func (tx *Tx) insert(t table, rows [][]any) error {
	per := maxArgs / len(t.columns)
	for len(rows) > 0 {
		n, size := 0, 0
		for n < min(per, len(rows)) && (n == 0 || size < maxBytes) {
			size += bytesIn(rows[n])
			n++
		}
		args := make([]any, 0, n*len(t.columns))
		for _, row := range rows[:n] {
			if err := checkText(t, row); err != nil {
				return tx.fail(err)
			}
			args = append(args, row...)
		}
		if err := tx.exec(t.insertion(n), args...); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		rows = rows[n:]
	}
	return nil
}

// bytesIn is how much of a row is bytes rather than text.
func bytesIn(row []any) (n int) {
	for _, v := range row {
		if b, ok := v.([]byte); ok {
			n += len(b)
		}
	}
	return n
}

// insertion is the text that inserts n rows.
func (t table) insertion(n int) string {
	var s strings.Builder
	fmt.Fprintf(&s, "insert into %s (%s) values ", t.name, strings.Join(t.columns, ", "))
	arg := 0
	for i := range n {
		if i > 0 {
			s.WriteString(", ")
		}
		for j := range t.columns {
			arg++
			if j == 0 {
				s.WriteString("($")
			} else {
				s.WriteString(", $")
			}
			s.WriteString(strconv.Itoa(arg))
		}
		s.WriteByte(')')
	}
	if t.anchor {
		s.WriteString(" on conflict do nothing")
	}
	return s.String()
}

// checkText refuses what one of the engines would refuse and the other keep.
func checkText(t table, row []any) error {
	for i, v := range row {
		switch v := v.(type) {
		case string:
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return fault.New(fault.Invalid, "store.text").In(t.columns[i]).Because(
					fmt.Errorf("table %s, column %s: not UTF-8 text without zero bytes", t.name, t.columns[i]))
			}
		case float64:
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fault.New(fault.Invalid, "store.number").In(t.columns[i]).Because(
					fmt.Errorf("table %s, column %s: not a finite number", t.name, t.columns[i]))
			}
		}
	}
	return nil
}

// earliest and latest are days for the schema's checks, null when unknown.
func earliest(d date.Date) any { return dayOrNull(d.Earliest()) }

func latest(d date.Date) any { return dayOrNull(d.Latest()) }

func dayOrNull(d date.Day) any {
	if d.IsZero() {
		return nil
	}
	return int64(d)
}

// orNull is null for the empty string.
func orNull[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}
