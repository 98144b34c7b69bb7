package maliste

import (
	"cmp"
	"context"
	"math"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/shortlist"
)

// kept is a training of the list at its place, or what is left of it.
type kept struct {
	Item   shortlist.Item
	N      int                     // from 1
	Q      *training.Qualification // nil when no data knows it
	At     *training.Establishment // nil when no data knows it
	q, e   int32
	Offers []*training.Offer // none: it is taught there no longer, as far as we know
	at     []int32           // of the offers
}

// Known reports whether the training is taught there.
func (k *kept) Known() bool { return len(k.Offers) > 0 }

// ID is the anchor of a training of the list.
func (k *kept) ID() string { return "formation-" + k.Item.String() }

// find looks for a training at its place. A former identifier leads to the present one.
func (v *view) find(n int, it shortlist.Item) kept {
	k := kept{Item: it, N: n, e: v.M.Establishment(it.UAI)}
	k.q, _ = v.M.Qualification(it.Qualification)
	if k.q != training.None {
		k.Q = &v.M.Qualifications[k.q]
	}
	if k.e == training.None {
		return k
	}
	k.At = &v.M.Establishments[k.e]
	for _, at := range v.M.OffersAt(k.e) {
		if v.M.Offers[at].Qualification == k.q {
			k.at = append(k.at, at)
		}
	}
	slices.SortStableFunc(k.at, func(a, b int32) int { return cmp.Compare(v.M.Offers[a].Route, v.M.Offers[b].Route) }) // school first
	for _, at := range k.at {
		k.Offers = append(k.Offers, &v.M.Offers[at])
	}
	return k
}

// Name is a training in words, however little of it is known.
func (v *view) Name(k *kept) string {
	if k.Q == nil {
		return v.T("liste.unknown_training", k.Item.Qualification)
	}
	return k.Q.Label
}

// Where is the place of a training in words, however little of it is known.
func (v *view) Where(k *kept) string {
	if k.At == nil {
		return v.T("liste.unknown_place", k.Item.UAI)
	}
	return k.At.Name + ", " + offer.City(v.R.T, k.At)
}

// Gone says what became of a training that is not found; empty for one that is.
func (v *view) Gone(k *kept) string {
	switch {
	case k.Known():
		return ""
	case k.Q == nil && k.At == nil:
		return v.T("liste.gone.both")
	case k.Q == nil:
		return v.T("liste.gone.training")
	case k.At == nil:
		return v.T("liste.gone.place")
	}
	return v.T("liste.gone.there")
}

// point is where an offer is: its own place, else its establishment's.
func (v *view) point(o *training.Offer) geo.Point {
	if !o.Point.IsZero() {
		return o.Point
	}
	return v.M.Establishments[o.Establishment].Point
}

// far is how far from home some offers are, in words; empty without a home. Pathways say
// it by the same convention.
func (v *view) far(offers ...*training.Offer) string {
	if v.Home.Commune == nil || v.Home.Commune.Point.IsZero() || len(offers) == 0 {
		return ""
	}
	if !slices.ContainsFunc(offers, func(o *training.Offer) bool { return o.Mode != training.Distance }) {
		return v.T("parcours.far_remote")
	}
	p := v.point(offers[0])
	if p.IsZero() {
		return v.T("liste.far_unknown")
	}
	detour := v.R.Catalog.Pathway().Detour()
	var km [1]float32
	if err := (pathway.GreatCircle{Factor: detour}).Measure(context.Background(), v.Home.Commune.Point, []geo.Point{p}, km[:]); err != nil {
		return v.T("liste.far_unknown")
	}
	n := int(math.Round(float64(km[0])))
	if n == 0 {
		return v.T("parcours.far_next_door", v.R.T.Decimal(detour))
	}
	return v.R.T.N("parcours.far", n, v.R.T.Decimal(detour))
}

// yesNo are the words for what is known of boarding.
var yesNo = map[training.Bool3]text.Key{training.Yes: "etablissement.yes", training.No: "etablissement.no", training.Unknown: "formation.unknown"}
