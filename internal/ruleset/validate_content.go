package ruleset

import (
	"maps"
	"slices"
)

// content checks the fields and the pieces of a dossier.
func (v *validator) content() {
	r := v.r
	ids(v, "block", r.Blocks, func(b Block) string { return b.ID })
	ids(v, "field", r.Fields, func(f Field) string { return f.ID })
	ids(v, "piece", r.Pieces, func(p Piece) string { return p.ID })
	blocks := idsOf(r.Blocks, func(b Block) string { return b.ID })
	for i, f := range r.Fields {
		oneOf(v, at("field", i, "block"), f.Block, blocks)
		v.filled(at("field", i, "name"), f.Name)
		oneOf(v, at("field", i, "type"), f.Type, Types)
		oneOf(v, at("field", i, "require"), f.Require, Requirements)
		v.roles(at("field", i, "by"), f.By)
		v.only(at("field", i, "only"), f.Only)
		v.values(at("field", i, "values"), f.Type, f.Values)
		if f.Max < 0 {
			v.bad(at("field", i, "max"), "give a number, or none", "%d", f.Max)
		}
		if (f.Type == Rows) != (len(f.Columns) > 0) {
			v.bad(at("field", i, "columns"), "a field of rows has columns, another none", "%d columns in a field of type %s", len(f.Columns), f.Type)
		}
		v.columns(at("field", i, "columns"), f.Columns)
	}
	for i, p := range r.Pieces {
		oneOf(v, at("piece", i, "block"), p.Block, blocks)
		v.filled(at("piece", i, "name"), p.Name)
		oneOf(v, at("piece", i, "require"), p.Require, Requirements)
		v.roles(at("piece", i, "by"), p.By)
		v.only(at("piece", i, "only"), p.Only)
		if len(p.Formats) == 0 {
			v.bad(at("piece", i, "formats"), "list the extensions accepted", "is empty")
		}
		if p.MaxMB < 1 || p.MaxMB > 200 {
			v.bad(at("piece", i, "max_mb"), "1 to 200", "%d", p.MaxMB)
		}
	}
}

func (v *validator) columns(path string, columns []Column) {
	ids(v, path, columns, func(c Column) string { return c.ID })
	for i, c := range columns {
		v.filled(at(path, i, "name"), c.Name)
		if c.Type == Rows || c.Type == Codes {
			v.bad(at(path, i, "type"), "split the field", "a column holds one value")
			continue
		}
		oneOf(v, at(path, i, "type"), c.Type, Types)
		v.values(at(path, i, "values"), c.Type, c.Values)
	}
}

func (v *validator) values(path string, t Type, values []string) {
	if (t == Enum) != (len(values) > 0) {
		v.bad(path, "an enum has values, another type none", "%d values in type %s", len(values), t)
	}
	for i, s := range values {
		if s == "" || slices.Contains(values[:i], s) {
			v.bad(path, "give each value once", "%.60q", s)
		}
	}
}

func (v *validator) roles(path string, roles []Role) {
	if len(roles) == 0 {
		v.bad(path, "say whose it is", "no role is named")
	}
	for _, role := range roles {
		oneOf(v, path, role, Roles)
	}
}

func (v *validator) only(path string, o Only) {
	for _, k := range o.Kinds {
		oneOf(v, path+".kinds", k, idsOf(v.r.Kinds, func(k Kind) string { return k.ID }))
	}
	for _, c := range o.Categories {
		oneOf(v, path+".categories", c, idsOf(v.r.Categories, func(c Category) string { return c.ID }))
	}
}

// judging checks eligibility, consultations, signatories and the panel.
func (v *validator) judging() {
	r := v.r
	ids(v, "eligibility", r.Eligibility, func(e Eligibility) string { return e.ID })
	for i, e := range r.Eligibility {
		v.filled(at("eligibility", i, "name"), e.Name)
		oneOf(v, at("eligibility", i, "test"), e.Test, Tests)
		v.only(at("eligibility", i, "only"), e.Only)
		v.eligibility(i, &e)
	}
	ids(v, "consultation", r.Consultations, func(c Consultation) string { return c.ID })
	for i, c := range r.Consultations {
		v.filled(at("consultation", i, "name"), c.Name)
		oneOf(v, at("consultation", i, "per"), c.Per, []Per{Once, Academie})
		oneOf(v, at("consultation", i, "stage"), c.Stage, []Stage{BeforeProposal, BeforeDecision})
		v.roles(at("consultation", i, "by"), c.By)
	}
	ids(v, "signatory", r.Signatories, func(s Signatory) string { return s.ID })
	for i, s := range r.Signatories {
		v.filled(at("signatory", i, "name"), s.Name)
		oneOf(v, at("signatory", i, "role"), s.Role, Roles)
		if s.Signature != "" {
			oneOf(v, at("signatory", i, "signature"), s.Signature, []SignatureKind{SimpleSignature, QualifiedSignature})
		}
	}
	p := r.Panel
	if p.Readers.Value < 1 || p.Readers.Value > 10 {
		v.bad("panel.readers.value", "1 to 10", "%d", p.Readers.Value)
	}
	if p.Quorum.Value < 0 || p.Quorum.Value > 100 {
		v.bad("panel.quorum.value", "percent of the seats", "%d", p.Quorum.Value)
	}
	if p.Parity.Value < -1 {
		v.bad("panel.parity.value", "largest difference between the colleges, or -1 for none", "%d", p.Parity.Value)
	}
	if p.VoteMinutes.Value < 0 || p.VoteMinutes.Value > 24*60 {
		v.bad("panel.vote_minutes.value", "minutes, a day at most; 0 when unknown", "%d", p.VoteMinutes.Value)
	}
	ids(v, "panel.college", p.Colleges, func(c College) string { return c.ID })
	if p.Parity.Value >= 0 && len(p.Colleges) != 2 {
		v.bad("panel.college", "parity is between two colleges", "%d colleges", len(p.Colleges))
	}
	ids(v, "panel.opinion", p.Opinions, func(o Opinion) string { return o.ID })
}

func (v *validator) eligibility(i int, e *Eligibility) {
	field := func() *Field {
		j := slices.IndexFunc(v.r.Fields, func(f Field) bool { return f.ID == e.Field })
		if j < 0 {
			v.bad(at("eligibility", i, "field"), "name a [[field]]", "unknown field %.60q", e.Field)
			return nil
		}
		return &v.r.Fields[j]
	}
	switch e.Test {
	case RowsAtLeast:
		f := field()
		if e.Min < 1 {
			v.bad(at("eligibility", i, "min"), "1 or more", "%d", e.Min)
		}
		if f == nil {
			return
		}
		for _, column := range slices.Sorted(maps.Keys(e.Where)) {
			oneOf(v, at("eligibility", i, "where"), column, idsOf(f.Columns, func(c Column) string { return c.ID }))
			for _, c := range f.Columns {
				if c.ID != column || c.Type != Enum {
					continue
				}
				for _, value := range e.Where[column] {
					oneOf(v, at("eligibility", i, "where."+column), value, c.Values)
				}
			}
		}
	case HasField, ReservesTaken:
		field()
	case Titled:
		field()
		oneOf(v, at("eligibility", i, "contains"), e.Contains, idsOf(v.r.Fields, func(f Field) string { return f.ID }))
	case HasPiece:
		oneOf(v, at("eligibility", i, "piece"), e.Piece, idsOf(v.r.Pieces, func(p Piece) string { return p.ID }))
	}
}

// calendar checks that each date is counted from one before it.
func (v *validator) calendar() {
	ids(v, "step", v.r.Calendar, func(s Step) string { return s.ID })
	for i, s := range v.r.Calendar {
		v.filled(at("step", i, "name"), s.Name)
		before := idsOf(v.r.Calendar[:i], func(s Step) string { return s.ID })
		switch {
		case i == 0 && (s.After != "" || s.Days != 0):
			v.bad(at("step", i, "after"), "the first step is counted from nothing", "%q", s.After)
		case i > 0 && !slices.Contains(before, s.After):
			v.bad(at("step", i, "after"), "name a step above it", "unknown step %.60q", s.After)
		case i > 0 && (s.Days < 0 || s.Days > 3660):
			v.bad(at("step", i, "days"), "0 to 3660 days later", "%d", s.Days)
		}
	}
}
