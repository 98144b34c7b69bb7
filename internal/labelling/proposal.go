package labelling

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// MissingOpinions lists the opinions owed before a stage: one for each body, or for
// each body and académie of the dossier. What they say never binds.
func (c *Case) MissingOpinions(stage ruleset.Stage) (missing []Missing) {
	for _, body := range c.Rules.Consultations {
		if !body.Required || body.Stage != stage {
			continue
		}
		places := []string{""}
		if body.Per == ruleset.Academie {
			if places = c.Dossier.Academies(); len(places) == 0 {
				places = []string{"?"} // none is named: none can have been consulted
			}
		}
		for _, place := range places {
			if !slices.ContainsFunc(c.Dossier.Opinions, func(o Opinion) bool { return o.Body == body.ID && o.Academie == place }) {
				missing = append(missing, Missing{What: body.ID, Kind: LackOpinion, Note: place})
			}
		}
	}
	return missing
}

// Advise says whether an opinion may be recorded, nil when it may. Today is the
// server's day: a council can't have met after it.
func (c *Case) Advise(role ruleset.Role, o Opinion, today date.Day) *Refusal {
	body := c.Rules.Consultation(o.Body)
	switch {
	case body == nil:
		return refuse(UnknownAct, o.Body, "no such body")
	case c.takes(ruleset.Advise) != nil:
		return c.takes(ruleset.Advise)
	case !slices.Contains(body.By, role):
		return refuse(WrongRole, o.Body, "recorded by %v, not by %s", body.By, role)
	case body.Per == ruleset.Academie && !slices.Contains(c.Dossier.Academies(), o.Academie):
		return refuse(BadValue, o.Body, "académie %.20q is none of the dossier's", o.Academie)
	case body.Per == ruleset.Once && o.Academie != "":
		return refuse(BadValue, o.Body, "this body gives one opinion, for no académie")
	case o.On.Precision() != date.FullDay:
		return refuse(BadValue, o.Body, "want the day of the session")
	case o.On.Earliest() > today:
		return refuse(InFuture, o.Body, "%s has not come", o.On)
	case !slices.Contains(Stances, o.Stance):
		return refuse(BadValue, o.Body, "unknown stance %.20q", string(o.Stance))
	case slices.ContainsFunc(c.Dossier.Opinions, func(p Opinion) bool { return p.Body == o.Body && p.Academie == o.Academie }):
		return refuse(AlreadyGiven, o.Body, "its opinion is recorded")
	}
	return nil
}

// Seal is the content of a dossier as it was proposed: canonical JSON and its SHA-256,
// which signatures are of.
type Seal struct {
	Hash    string // hexadecimal, empty before
	Content string
	At      time.Time
}

// IsZero reports whether nothing was sealed.
func (s Seal) IsZero() bool { return s.Hash == "" }

// Signature is an authority's consent to a sealed content.
type Signature struct {
	Signatory  string // of the référentiel
	Person     PersonID
	Role       ruleset.Role
	Capacity   string   // as the person signs: "rectrice de la région académique Bretagne"
	Delegation string   // reference of the delegation, empty when in person
	Principal  PersonID // whose right the delegation exercises, empty when in person
	Hash       string   // of the seal
	Evidence   string   // SHA-256 of the signed document, for a qualified signature; empty for a simple one
	At         time.Time
}

// Sealed is what a seal holds; its fields are in the order in which JSON writes them.
type Sealed struct {
	Format   string          `json:"format"`
	Dossier  DossierID       `json:"dossier"`
	Call     CallID          `json:"call"`
	Rules    string          `json:"ruleset"`
	Hash     string          `json:"ruleset_sha256"`
	Kind     string          `json:"kind"`
	Category string          `json:"category"`
	Campus   string          `json:"campus"`
	Fields   []SealedField   `json:"fields"`
	Pieces   []SealedPiece   `json:"pieces"`
	Opinions []SealedOpinion `json:"opinions"`
}

// SealedField is a field that holds something.
type SealedField struct {
	ID    string          `json:"id"`
	Value json.RawMessage `json:"value"`
}

// SealedPiece is a file, by its hash.
type SealedPiece struct {
	Piece  string `json:"piece"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// SealedOpinion is the opinion of a body, without its words.
type SealedOpinion struct {
	Body     string `json:"body"`
	Academie string `json:"academie"`
	On       string `json:"on"`
	Stance   Stance `json:"stance"`
}

// sealFormat names the form of the content, so that another one to come is told apart.
const sealFormat = "continuum dossier 1"

// SealOf is the seal of what the dossier holds now: the same content gives the same
// hash, whatever the order in which it was written.
func (c *Case) SealOf(at time.Time) Seal {
	d := c.Dossier
	s := Sealed{
		Format: sealFormat, Dossier: d.ID, Call: d.Call, Rules: c.Rules.ID, Hash: c.Call.Hash,
		Kind: d.Kind, Category: d.Category, Campus: d.Campus,
		Fields: []SealedField{}, Pieces: []SealedPiece{}, Opinions: []SealedOpinion{},
	}
	for id, v := range d.Values {
		if !v.Value.IsEmpty() {
			s.Fields = append(s.Fields, SealedField{id, json.RawMessage(v.Value.Canonical())})
		}
	}
	for _, a := range d.Pieces {
		s.Pieces = append(s.Pieces, SealedPiece{a.Piece, a.Name, a.Size, a.SHA256})
	}
	for _, o := range d.Opinions {
		// What is recorded once the proposal is made is no part of it.
		if b := c.Rules.Consultation(o.Body); b != nil && b.Stage == ruleset.BeforeProposal {
			s.Opinions = append(s.Opinions, SealedOpinion{o.Body, o.Academie, o.On.String(), o.Stance})
		}
	}
	slices.SortFunc(s.Fields, func(a, b SealedField) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Pieces, func(a, b SealedPiece) int {
		return cmp.Or(cmp.Compare(a.Piece, b.Piece), cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(s.Opinions, func(a, b SealedOpinion) int {
		return cmp.Or(cmp.Compare(a.Body, b.Body), cmp.Compare(a.Academie, b.Academie))
	})
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic(err) // plain values only
	}
	content := strings.TrimSuffix(b.String(), "\n")
	return Seal{Hash: HashOf(content), Content: content, At: at}
}

// ReadSeal reads a sealed content.
func ReadSeal(content string) (*Sealed, error) {
	s := new(Sealed)
	if err := json.Unmarshal([]byte(content), s); err != nil {
		return nil, err
	}
	if s.Format != sealFormat {
		return nil, fmt.Errorf("a seal of another form: %.60q", s.Format)
	}
	return s, nil
}

// HashOf is the hash of a sealed content.
func HashOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// SealOn reports whether an act that leads to that state seals the dossier: it will be
// signed there.
func (c *Case) SealOn(to ruleset.StateID) bool { return c.Rules.Takes(to, ruleset.Sign) }

// unsealed tells when what the dossier holds is no longer what was sealed.
func (c *Case) unsealed() []Missing {
	if s := c.Dossier.Seal; s.IsZero() || HashOf(s.Content) != s.Hash || c.SealOf(s.At).Hash != s.Hash {
		return []Missing{{What: "seal", Kind: LackSeal}}
	}
	return nil
}

// hand reports whether someone's hand is in both: who signs, or whose right is exercised.
func (s *Signature) hand(o *Signature) bool {
	return s.Person == o.Person || s.Principal != "" && (s.Principal == o.Person || s.Principal == o.Principal) || o.Principal != "" && o.Principal == s.Person
}

// Sign says whether a signature may be taken, nil when it may. One person never signs
// for two authorities, whatever roles that person holds, nor has another sign for one and
// signs for the other.
func (c *Case) Sign(s Signature) *Refusal {
	who := c.Rules.Signatory(s.Signatory)
	switch {
	case who == nil:
		return refuse(UnknownAct, s.Signatory, "no such signatory")
	case c.takes(ruleset.Sign) != nil:
		return c.takes(ruleset.Sign)
	case s.Role != who.Role:
		return refuse(WrongRole, s.Signatory, "signed by %s, not by %s", who.Role, s.Role)
	case s.Person == "" || strings.TrimSpace(s.Capacity) == "":
		return refuse(NotGiven, s.Signatory, "a person and a capacity")
	case who.Qualified() && s.Evidence == "":
		return refuse(NotGiven, s.Signatory, "a qualified signature has the signed document as its evidence")
	case !who.Qualified() && s.Evidence != "":
		return refuse(BadValue, s.Signatory, "a simple signature has no document")
	case c.Dossier.Seal.IsZero() || s.Hash != c.Dossier.Seal.Hash || len(c.unsealed()) > 0:
		return refuse(OtherContent, s.Signatory, "what is signed is not what the dossier holds")
	}
	for _, other := range c.Dossier.Signatures {
		switch {
		case other.Signatory == s.Signatory:
			return refuse(SignedBefore, s.Signatory, "signed already")
		case other.hand(&s):
			return refuse(SamePerson, s.Signatory, "that person signed, or had another sign, as %s", other.Signatory)
		}
	}
	return nil
}

// MissingSignatures lists the authorities that have not signed what is sealed, and
// those for whom a person signed who had signed for another.
func (c *Case) MissingSignatures() (missing []Missing) {
	var counted []Signature
	for _, who := range c.Rules.Signatories {
		i := slices.IndexFunc(c.Dossier.Signatures, func(s Signature) bool {
			return s.Signatory == who.ID && s.Hash == c.Dossier.Seal.Hash && !slices.ContainsFunc(counted, func(o Signature) bool { return o.hand(&s) })
		})
		if i < 0 || c.Dossier.Seal.IsZero() {
			missing = append(missing, Missing{What: who.ID, Kind: LackSignature})
			continue
		}
		counted = append(counted, c.Dossier.Signatures[i])
	}
	return missing
}

// AskWithdrawal says whether an authority may ask for the dossier to be withdrawn.
func (c *Case) AskWithdrawal(s Signature) *Refusal {
	who := c.Rules.Signatory(s.Signatory)
	switch {
	case who == nil:
		return refuse(UnknownAct, s.Signatory, "no such signatory")
	case c.Rules.State(c.Dossier.State).Final:
		return refuse(WrongState, s.Signatory, "the dossier has ended: %s", c.Dossier.State)
	case s.Role != who.Role:
		return refuse(WrongRole, s.Signatory, "asked by %s, not by %s", who.Role, s.Role)
	}
	for _, other := range c.Dossier.Withdrawals {
		switch {
		case other.Signatory == s.Signatory:
			return refuse(SignedBefore, s.Signatory, "asked already")
		case other.hand(&s):
			return refuse(SamePerson, s.Signatory, "that person asked, or had another ask, as %s", other.Signatory)
		}
	}
	return nil
}

// missingWithdrawals lists the authorities that have not asked for the withdrawal; the
// one who acts asks by acting.
func (c *Case) missingWithdrawals(a *Act) (missing []Missing) {
	by := Signature{Person: a.By, Principal: a.Principal}
	for _, who := range c.Rules.Signatories {
		asked := slices.ContainsFunc(c.Dossier.Withdrawals, func(s Signature) bool { return s.Signatory == who.ID })
		acts := a.Role == who.Role && !slices.ContainsFunc(c.Dossier.Withdrawals, func(s Signature) bool {
			return s.Signatory != who.ID && s.hand(&by)
		})
		if !asked && !acts {
			missing = append(missing, Missing{What: who.ID, Kind: LackWithdrawal})
		}
	}
	return missing
}
