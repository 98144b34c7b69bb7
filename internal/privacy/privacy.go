// Package privacy is the register of processing of personal data (article 30 of the
// GDPR), as data: what for, on what basis, whose, what, who sees it, for how long. A test
// compares it with the tables of the store, and another with docs/privacy.md, which is
// printed from it.
package privacy

import (
	"fmt"
	"strings"
	"time"
)

// day is a day of retention.
const day = 24 * time.Hour

// Retention is how long personal data stays once it is of no more use. Zero means the
// usual length.
type Retention struct {
	Reports time.Duration // a reader's report, once dealt with
	Left    time.Duration // who someone was, once they have left
	Silent  time.Duration // an invitation that nobody answered
	Notices time.Duration // a notice, seen or not
	Mails   time.Duration // that a mail left or was given up; what it said goes at once
}

// Usual is how long data stays where the operator does not say otherwise.
var Usual = Retention{Reports: 365 * day, Left: 365 * day, Silent: 90 * day, Notices: 2 * 366 * day, Mails: 90 * day}

// Filled is the retention with the usual lengths where none is said. It refuses what is
// shorter than a day.
func (r Retention) Filled() (Retention, error) {
	for _, d := range []struct {
		name        string
		value       *time.Duration
		usual, most time.Duration
	}{
		{"keep-reports", &r.Reports, Usual.Reports, 3 * 366 * day},
		{"keep-left", &r.Left, Usual.Left, 5 * 366 * day},
		{"keep-invitations", &r.Silent, Usual.Silent, 366 * day},
		{"keep-notices", &r.Notices, Usual.Notices, 5 * 366 * day},
		{"keep-mails", &r.Mails, Usual.Mails, 366 * day},
	} {
		if *d.value == 0 {
			*d.value = d.usual
		}
		if *d.value < day || *d.value > d.most {
			return r, fmt.Errorf("%s %s: want between 24h and %s", d.name, *d.value, d.most)
		}
	}
	return r, nil
}

// Processing is one line of the register.
type Processing struct {
	Name    string
	Purpose string
	Basis   string // article 6 of the GDPR
	Whose   string
	Data    string
	Seen    string // who may read it
	Kept    string
	Tables  []string // of the store
}

// Register is every processing.
var Register = []Processing{
	{
		Name: "Accounts", Purpose: "let people sign in and do what their role allows", Basis: "public task (6.1.e)",
		Whose: "people with a role in the network", Data: "name, mail address, language; a hash of the password, the public half of passkeys, or the identifier that an identity provider gives; rights with their dates",
		Seen: "administrators; those who may give rights, within their scope", Tables: []string{"person", "password", "identity", "passkey", "asked", "granted", "token"},
		Kept: "while the account is open; who left is erased after a year (`--keep-left`), an invitation without answer after 90 days (`--keep-invitations`); tokens 7 days at most",
	},
	{
		Name: "Sessions", Purpose: "recognise who is signed in, let them see and end their sessions", Basis: "public task (6.1.e)",
		Whose: "people with an account", Data: "a hash of the cookie, how and when one proved to be oneself, the browser and system in two words; no address",
		Seen: "the person", Kept: "2 hours unused, 12 hours at most", Tables: []string{"session"},
	},
	{
		Name: "Notices and mails", Purpose: "tell people what concerns them, as they wish", Basis: "public task (6.1.e)",
		Whose: "people with an account", Data: "a sentence, an address of this site; the mail address until the mail has left",
		Seen: "the person; operators see addresses and states, never what mails say", Kept: "notices two years (`--keep-notices`); what a mail says until it has left, its trace 90 days (`--keep-mails`)",
		Tables: []string{"notice", "notice_way", "mail"},
	},
	{
		Name: "Journal", Purpose: "prove who did what", Basis: "public task (6.1.e); legal obligation for orders (6.1.c)",
		Whose: "people with an account", Data: "an identifier that names nobody by itself; personal details apart, erasable without breaking the chain",
		Seen: "auditors, the data protection officer", Kept: "acts for ever; personal details until the person is erased",
		Tables: []string{"journal_entry", "journal_head", "journal_personal"},
	},
	{
		Name: "Workspace of campuses", Purpose: "keep what campuses show of themselves", Basis: "public task (6.1.e)",
		Whose: "those who write", Data: "identifiers of the author of each version and of who approved a figure; what is written is public by its nature",
		Seen: "those who work for the campus; the public sees no author", Kept: "as long as the campus is in the register",
		Tables: []string{"sheet", "sheet_version", "sheet_approval"},
	},
	{
		Name: "Members of campuses", Purpose: "know whom to write to at the members of a campus, have them confirm what is said of them", Basis: "public task (6.1.e)",
		Whose: "people at the members of campuses; those who propose or confirm", Data: "name, function and mail address of a contact, with the dates and reference of the agreement; identifiers of who proposed, confirmed or decided",
		Seen: "those who keep the members of the campus, and who may read its contacts; never the public, never another campus", Kept: "a contact until the campus replaces or empties it, or a year after the body left the campus (`--keep-left`); proposals as long as the campus is in the register",
		Tables: []string{"member_file", "member_proposal", "member_confirmation"},
	},
	{
		Name: "Requests for shared equipment", Purpose: "let members ask for equipment and know whether they have it", Basis: "public task (6.1.e)",
		Whose: "those who ask and those who answer", Data: "identifiers of both, times, purpose, reason of a refusal",
		Seen: "those who work for the campus and its members see times and bodies; who asked and who answers see the purpose", Kept: "a year after the equipment was to be used (`--keep-left`)",
		Tables: []string{"booking"},
	},
	{
		Name: "Dossiers of the label", Purpose: "run calls, instruct and decide", Basis: "public task (6.1.e), articles D. 335-33 to D. 335-35 of the code of education",
		Whose: "carriers, directors, signatories, secretaries of councils", Data: "identifiers of authors, opinions, signatures with capacity and delegation; names and working time that the dossier asks for",
		Seen: "those whom the table of permissions allows, within their scope; questions on a call that were answered are public, never who asked", Kept: "as public archives: their disposal is decided with the archives service, not by this program",
		Tables: []string{
			"call", "call_draft", "call_moved", "call_question", "dossier", "dossier_value", "dossier_piece", "dossier_opinion", "dossier_seal", "dossier_signature",
			"dossier_withdrawal", "dossier_move", "dossier_panel", "decision", "decision_draft",
			"decision_mark", "label_event", "label_report", "ruleset",
		},
	},
	{
		Name: "Expertise", Purpose: "have dossiers read without conflict of interest, and deliberate", Basis: "public task (6.1.e), article D. 335-35",
		Whose: "experts", Data: "identifier, college, employer and sectors for conflicts; declarations, sheets, presence, votes",
		Seen: "the national team and the president of the panel; an expert sees their own; applicants see the opinion alone", Kept: "as public archives, see above; what serves the next panel (`expert_profile`) until the account is erased",
		Tables: []string{
			"panel", "panel_expert", "expert_profile", "panel_dossier", "panel_declaration", "panel_reading", "panel_sheet", "plenary", "plenary_presence",
			"plenary_recusal", "plenary_motion", "plenary_vote",
		},
	},
	{
		Name: "Reports of mistakes", Purpose: "correct the register, answer readers who wish so", Basis: "public task (6.1.e); consent for the mail address (6.1.a)",
		Whose: "readers", Data: "a message, the page, a mail address if it was given; no address of the reader",
		Seen: "those who keep the campus that the page is about, operators", Kept: "until dealt with, then a year (`--keep-reports`)",
		Tables: []string{"report"},
	},
}

// Impersonal are the tables without personal data, or where only an official or an
// operator is named by function.
var Impersonal = []string{
	"generation", "change", "meta", "sector", "sector_version", "source", "source_version", "statement", "citation", "campus", "slug",
	"act", "act_version", "fact", "label", "label_version", "basis", "organisation", "organisation_version", "membership", "milestone", "organisation_merge",
	"scenario", "official_version", "official_block", "official_quarantine", "official_current", "official_move", "ruleset_lock", "call_deadline", "label_line",
}

// Document is docs/privacy.md.
func Document() string {
	var b strings.Builder
	b.WriteString(head)
	for _, p := range Register {
		fmt.Fprintf(&b, "\n### %s\n\n", p.Name)
		for _, line := range [][2]string{
			{"What for", p.Purpose},
			{"Basis", p.Basis},
			{"Whose", p.Whose},
			{"What", p.Data},
			{"Who sees it", p.Seen},
			{"Kept", p.Kept},
			{"Tables", "`" + strings.Join(p.Tables, "`, `") + "`"},
		} {
			fmt.Fprintf(&b, "- **%s**: %s.\n", line[0], strings.TrimSuffix(line[1], "."))
		}
	}
	b.WriteString(foot)
	return b.String()
}

const head = `# Privacy

Printed from ` + "`internal/privacy`" + ` (` + "`go test ./internal/privacy -update`" + `). A test says when a table of the store is in no line.

Readers need no account and are not followed: no cookie, no measure of audience, no address kept, no call to anyone
else's server. A reader's list stays in the browser, or in an address that the reader keeps. No data about a pupil is
needed anywhere.

## Register of processing

The operator is the controller: complete it with your name, your data protection officer and your processors.
`

const foot = `
## What people may ask

- **To see what is held of them**: ` + "`/espace/compte/donnees.json`" + ` for who has an account; ` + "`continuum privacy export MAIL`" + `
  for anyone else, readers who left an address in a report included.
- **To correct it**: one's own page, or an administrator.
- **To be forgotten**: one leaves on one's own page; ` + "`continuum user leave --erase`" + ` forgets at once who it was. Acts stay, by an
  identifier that names nobody; signatures on an order stay where the law wants them.

Expiry needs nobody: a server looks once a day, ` + "`continuum privacy expire`" + ` does it at once and says what left. A backup holds what
was held on its day: keep backups no longer than you would keep the data.
`
