package espacedecisions

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/store"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// OrdersPath is where orders that amend earlier ones are recorded.
const OrdersPath = espace.OrdersPath

// formLines is how many lines the form of an order has; a longer order is recorded by the
// command, from a file.
const formLines = 6

// orderForm is an amending order being written.
type orderForm struct {
	values   url.Values
	labels   []ui.Option
	order    store.Order
	lines    []store.Amendment
	problems ui.Problems
	done     bool
	recorded []store.RecordedOrder
	changes  []store.Effect // what the register would say; nil before it was looked at
}

// amends reports whether who asks may amend labels.
func amends(r *page.Request) bool {
	return r.May(account.LabelEdit, account.Object{Kind: account.CampusKind})
}

// Orders shows the form of an amending order.
func (p *Pages) Orders(r *page.Request) (page.Answer, error) {
	return p.orders(r, &orderForm{values: url.Values{}, done: r.Query == "fait=oui"})
}

func (p *Pages) orders(r *page.Request, f *orderForm) (page.Answer, error) {
	if !amends(r) {
		return page.Answer{}, missing()
	}
	list, err := p.store.Amendable(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	for _, l := range list {
		cam := r.Catalog.CampusOf(l.Campus)
		if cam == nil {
			continue
		}
		name := cam.Name + " – " + r.T.T(text.Key("category."+string(l.Category)))
		if !l.Start.IsZero() {
			name += " – " + r.T.T("order.since", r.T.Date(l.Start))
		}
		f.labels = append(f.labels, ui.Option{Value: string(l.ID), Label: name})
	}
	slices.SortFunc(f.labels, func(a, b ui.Option) int {
		return cmp.Or(strings.Compare(geo.Slug(a.Label), geo.Slug(b.Label)), strings.Compare(a.Value, b.Value))
	})
	if f.recorded, err = p.store.RecordedOrders(r.Context); err != nil {
		return page.Answer{}, err
	}
	return refused(r, page.Answer{Head: espace.Head(r, r.T.T("order.amend")), Body: ordersPage(r, f)}, f.problems), nil
}

// OrdersNow publishes an amending order.
func (p *Pages) OrdersNow(r *page.Request) (page.Answer, error) {
	if !amends(r) {
		return page.Answer{}, missing()
	}
	f := &orderForm{values: r.Form}
	f.read(r)
	if len(f.problems) > 0 {
		return p.orders(r, f)
	}
	if r.Form.Get("vu") != f.seen() || r.Form.Get("certain") == "" {
		changes, err := p.store.PreviewAmendments(r.Context, me(r), f.order, f.lines)
		if err != nil && !f.wrong(r, err) {
			return page.Answer{}, err
		}
		f.changes = changes
		if err == nil && r.Form.Get("vu") == f.seen() {
			f.problems.Add("certain", r.T.T("decision.certain.missing"))
		}
		return p.orders(r, f)
	}
	err := p.store.PublishAmendments(r.Context, me(r), f.order, f.lines)
	if err == nil {
		return page.Answer{Redirect: r.Link(OrdersPath) + "?fait=oui"}, nil
	}
	if !f.wrong(r, err) {
		return page.Answer{}, err
	}
	return p.orders(r, f)
}

// seen names the order as it was read, so that what is recorded is what was looked at.
func (f *orderForm) seen() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", fmt.Sprint(f.order), fmt.Sprint(f.lines)))
	return hex.EncodeToString(sum[:8])
}

// says is what the register says of a campus, one line a statement; what the other side does not
// say is marked.
func says(r *page.Request, one, other *store.Says) (lines []said) {
	all := func(s *store.Says) (words []string) {
		for i := range s.Labels {
			l := &s.Labels[i]
			end := r.T.T("order.open")
			if !l.End.IsZero() {
				end = r.T.Date(l.End)
			}
			words = append(words, r.T.T("order.says.label", r.T.T(text.Key("category."+string(l.Category))), r.T.Date(l.Start), end))
		}
		for i := range s.Facts {
			f := &s.Facts[i]
			value := f.Value
			for property, kind := range map[campus.Property]geo.Kind{campus.AcademieProp: geo.Academie, campus.RegionProp: geo.Region} {
				if t := r.Catalog.Atlas.Territory(kind, f.Value); f.Property == property && t != nil {
					value = t.Name
				}
			}
			word := r.T.T(text.Key("order.says."+string(f.Property)), value)
			if !f.Valid.From.IsZero() {
				word = r.T.T("order.says.from", word, r.T.Date(f.Valid.From))
			}
			if !f.Valid.Until.IsZero() {
				word = r.T.T("order.says.until", word, r.T.Date(f.Valid.Until))
			}
			words = append(words, word)
		}
		return words
	}
	beside := all(other)
	for _, w := range all(one) {
		lines = append(lines, said{w, !slices.Contains(beside, w)})
	}
	return lines
}

// said is a statement of the register; changed when the other side does not say it.
type said struct {
	words   string
	changed bool
}

// read reads the form: a line without a label is none.
func (f *orderForm) read(r *page.Request) {
	get := func(name string) string { return line(f.values.Get(name)) }
	f.order = orderOf(get)
	if err := f.order.Check(); err != nil {
		f.wrong(r, err)
	}
	for i := range formLines {
		n := strconv.Itoa(i + 1)
		if get("label-"+n) == "" {
			continue
		}
		a := store.Amendment{Label: campus.LabelID(get("label-" + n)), Academie: get("academie-" + n)}
		a.Event = labelling.Event{Kind: labelling.EventKind(get("kind-" + n)), Value: get("value-" + n), On: f.order.Published.Earliest()}
		if t := r.Catalog.Atlas.Territory(geo.Academie, a.Academie); t != nil {
			a.Region = t.Region
		} else if a.Academie != "" {
			f.problems.Add("academie-"+n, r.T.T("order.wrong.academie", n))
		}
		for entry, into := range map[string]*date.Day{"on-" + n: &a.Event.On, "until-" + n: &a.Event.Until} {
			if get(entry) == "" {
				continue
			}
			day, err := date.Parse(get(entry))
			if err != nil || day.Precision() != date.FullDay {
				f.problems.Add(entry, r.T.T("order.wrong.day", n))
				continue
			}
			*into = day.Earliest()
		}
		if !slices.Contains(labelling.Amending, a.Event.Kind) {
			f.problems.Add("kind-"+n, r.T.T("order.wrong.kind", n))
		}
		f.lines = append(f.lines, a)
		f.values.Add("place", n) // of the line in the form
	}
	if len(f.lines) == 0 {
		f.problems.Add("label-1", r.T.T("order.empty"))
	}
}

// orderOf reads what an order is; a day that is none is left out.
func orderOf(get func(string) string) store.Order {
	o := store.Order{NOR: strings.ToUpper(get("nor")), Title: get("title"), URL: get("url")}
	for name, d := range map[string]*date.Date{"signed": &o.Signed, "published": &o.Published} {
		if day, err := date.Parse(get(name)); err == nil {
			*d = day
		}
	}
	return o
}

// wrong tells what is wrong with the order, beside its entry; false when it is no mistake of
// the form.
func (f *orderForm) wrong(r *page.Request, err error) bool {
	e, is := errors.AsType[*fault.Error](err)
	if !is || e.Kind == fault.Internal || e.Kind == fault.Unavailable {
		return false
	}
	at, is := errors.AsType[*store.LineError](err)
	if !is {
		f.problems.Add(cmp.Or(e.Field, "nor"), ui.Sentence(r, err))
		return true
	}
	n := f.values["place"][at.Line-1]
	a := f.lines[at.Line-1]
	entry, why := "kind-"+n, ui.Sentence(r, err)
	if ref, is := errors.AsType[*labelling.Refusal](err); is {
		key := text.Key("order.refused." + string(ref.Reason))
		if !r.T.Has(key) {
			key = "order.refused.value"
		}
		why = r.T.T(key)
	}
	f.problems.Add(entry, r.T.T("order.wrong.line", n, kindLabel(r, a.Event.Kind), why))
	return true
}

func kindLabel(r *page.Request, k labelling.EventKind) string {
	return r.T.T(text.Key("order.kind." + string(k)))
}

// kinds are what a line may do.
func (f *orderForm) kinds(r *page.Request, n string) (list []ui.Option) {
	for _, k := range labelling.Amending {
		list = append(list, ui.Option{Value: string(k), Label: kindLabel(r, k), Selected: f.values.Get("kind-"+n) == string(k)})
	}
	return list
}

// choices are the labels, for a line of the form.
func (f *orderForm) choices(r *page.Request, n string) []ui.Option {
	list := append([]ui.Option{{Label: r.T.T("order.noline")}}, f.labels...)
	for i := range list {
		list[i].Selected = list[i].Value == f.values.Get("label-"+n)
	}
	return list
}
