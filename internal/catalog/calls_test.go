package catalog

import (
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/labelling"
)

func TestTurn(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time { return time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC) }
	c := new(Catalog)
	if got := c.Turn(at(1)); !got.IsZero() {
		t.Errorf("without calls something turns at %s", got)
	}
	c.Announce([]labelling.Announced{
		{Call: labelling.Call{ID: "b", Opens: at(5), Deadlines: map[string]time.Time{"opening": at(5), "closing": at(9)}}},
		{Call: labelling.Call{ID: "a", Opens: at(2), Deadlines: map[string]time.Time{"closing": at(7)}}},
	})
	for _, tt := range []struct{ after, want int }{{1, 2}, {2, 5}, {5, 7}, {7, 9}} {
		if got := c.Turn(at(tt.after)); !got.Equal(at(tt.want)) {
			t.Errorf("after day %d: %s, want day %d", tt.after, got, tt.want)
		}
	}
	if got := c.Turn(at(9)); !got.IsZero() {
		t.Errorf("after all of them: %s", got)
	}
	if c.Call("a") == nil || c.Call("c") != nil {
		t.Error("a call is found by its identifier, and no other")
	}
}

// An order is shown once with all its campuses; what the register no longer holds is left out.
func TestOrdersOf(t *testing.T) {
	t.Parallel()
	c, err := Build(&campus.Records{
		Campuses: []campus.Campus{{ID: "un", Slug: "un"}, {ID: "deux", Slug: "deux"}},
		Facts:    []campus.Fact{{ID: "f1", Campus: "un", Property: campus.Name, Value: "Un"}, {ID: "f2", Campus: "deux", Property: campus.Name, Value: "Deux"}},
		Acts:     []campus.Act{{ID: "acte-a", Title: "A"}, {ID: "acte-b", Title: "B"}},
	}, geo.NewAtlas(nil, nil, ""), nil, 1, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	list := c.OrdersOf(&labelling.Announced{Granted: []labelling.Granted{
		{Order: "acte-a", Campus: "un", Category: "campus", Years: 3},
		{Order: "acte-a", Campus: "deux", Category: "excellence", Years: 5},
		{Order: "acte-a", Campus: "gone", Category: "campus", Years: 5},
		{Order: "acte-b", Campus: "un", Category: "campus", Years: 5},
		{Order: "acte-gone", Campus: "un"},
	}})
	if len(list) != 2 || len(list[0].Campuses) != 2 || list[0].Campuses[1].Name != "Deux" || list[0].Campuses[1].Years != 5 || list[1].Title != "B" {
		t.Errorf("orders = %+v", list)
	}
}
