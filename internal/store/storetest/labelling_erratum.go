package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/store"
)

// orderCorrected: what is said of an order is put right, its labels stay and rest on it, what
// was said before is kept, and its first NOR is free for the order whose it is.
func orderCorrected(t *testing.T, fresh Fresh) {
	db := waved(t, fresh)
	list, err := db.RecordedOrders(t.Context())
	if err != nil || len(list) != 1 || list[0].Order != orderOf() {
		t.Fatalf("recorded %+v, %v, want the order of the wave alone", list, err)
	}
	id, right := list[0].ID, orderOf()
	right.NOR, right.URL, right.Published = "MENE2630077A", "https://www.legifrance.gouv.fr/jorf/id/77", date.Must("2026-11-05")
	wrong := right
	wrong.NOR = "77"
	other := amending(1)
	if err := db.PublishAmendments(t.Context(), "officer", other, []store.Amendment{{Label: "label-d-new", Event: eventOn(labelling.EventExtended, "2027-01-01", "", "2030-06-01")}}); err != nil {
		t.Fatal(err)
	}
	same := right
	same.NOR = other.NOR
	before, generation := records(t, db)
	for name, tt := range map[string]struct {
		id   campus.ActID
		o    store.Order
		want string
	}{
		"no NOR":        {id, wrong, "order.nor"},
		"the same":      {id, orderOf(), "order.same"},
		"another's NOR": {id, same, "order.known"},
		"of the seed":   {"acte-1", right, "labelling.unknown"},
		"of none":       {"acte-none", right, "labelling.unknown"},
	} {
		if err := db.CorrectOrder(t.Context(), "officer", tt.id, tt.o); key(err) != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	if _, now := records(t, db); now != generation {
		t.Error("what is refused moves the register")
	}
	if err := db.CorrectOrder(t.Context(), "officer", id, right); err != nil {
		t.Fatal(err)
	}
	after, _ := records(t, db)
	labels := func(r *campus.Records) (list []campus.Label) {
		for _, l := range r.Labels {
			if l.Retired.IsZero() {
				list = append(list, l)
			}
		}
		return list
	}
	if diff := cmp.Diff(labels(before), labels(after), content); diff != "" {
		t.Errorf("labels changed (-before +after):\n%s", diff)
	}
	said := map[bool][]string{}
	for _, a := range after.Acts {
		if a.ID == id {
			said[a.Retired.IsZero()] = append(said[a.Retired.IsZero()], a.NOR+" "+a.URL)
		}
	}
	want := map[bool][]string{true: {right.NOR + " " + right.URL}, false: {orderOf().NOR + " " + orderOf().URL}}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("said of the order, believed and before (-want +got):\n%s", diff)
	}
	// The NOR that was typed by mistake is that of another order.
	if err := db.PublishAmendments(t.Context(), "officer", orderOf(), []store.Amendment{{Label: "label-d-new", Event: eventOn(labelling.EventExtended, "2027-02-01", "", "2030-07-01")}}); err != nil {
		t.Fatal(err)
	}
	if list, err = db.RecordedOrders(t.Context()); err != nil || len(list) != 3 {
		t.Errorf("recorded %+v, %v, want three", list, err)
	}
	clean(t, db)
}
