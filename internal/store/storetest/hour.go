package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"continuum/internal/expertise"
	"continuum/internal/labelling"
	"continuum/internal/store"
)

// hourPanel is the panel of another call, whose experts write in the deadline hour.
const hourPanel = "hour"

var hourRules = expertise.PanelRules{
	Ruleset: "cmq-2018", Quorum: 50,
	Grid: expertise.Grid{
		Criteria: []expertise.CriterionID{"c1", "c2", "c3"}, EvidenceFrom: 2,
		Terms: expertise.Terms{Opinions: []expertise.Opinion{expertise.Favourable, expertise.Unfavourable}, Categories: []string{"campus"}, MaxYears: 5},
	},
}

// Hour opens a call and begins dossiers in it that their authors may still edit, all fields
// filled and with that many files each, and a panel of experts who read those of another call.
func Hour(t testing.TB, db *store.DB, c *Clock, dossiers, files, experts int) (ids []labelling.DossierID) {
	t.Helper()
	w := newWave(t, db, c)
	for i := range dossiers {
		id := labelling.DossierID(fmt.Sprintf("d-%03d", i))
		w.begin(id, "creation", "")
		w.complete(id)
		d, err := db.Dossier(ctxOf(t), id)
		w.must(err)
		for n, p := 0, w.several(); len(d.Dossier.Pieces)+n < files; n++ {
			w.must(db.AttachPiece(ctxOf(t), "carrier", p.By[0], id, pieceOf(p.ID, fmt.Sprintf("%s-%d", id, n)), ""))
		}
		ids = append(ids, id)
	}
	var members []expertise.Expert
	var read []expertise.Dossier
	for i := range experts {
		members = append(members, expertise.Expert{ID: hourExpert(i), College: hourRules.Colleges.Both()[i%2], Most: 2})
		read = append(read, expertise.Dossier{ID: hourDossier(i), Readers: 2})
	}
	w.must(db.SetUpPanel(ctxOf(t), "national", hourPanel, hourRules, members, members[0].ID, read))
	var readings []expertise.Pair
	for i := range experts {
		readings = append(readings, expertise.Pair{Expert: hourExpert(i), Dossier: hourDossier(i)}, expertise.Pair{Expert: hourExpert((i + 1) % experts), Dossier: hourDossier(i)})
	}
	slices.SortFunc(readings, func(a, b expertise.Pair) int {
		return cmp.Or(cmp.Compare(a.Dossier, b.Dossier), cmp.Compare(a.Expert, b.Expert))
	})
	w.must(db.AssignReadings(ctxOf(t), "national", hourPanel, readings))
	for i := range experts {
		w.must(db.Declare(ctxOf(t), hourPanel, expertise.Declaration{Pair: expertise.Pair{Expert: hourExpert(i), Dossier: hourDossier(i)}, Stance: expertise.NoConflict}))
	}
	return ids
}

// HourExpert keeps the sheet of an expert of Hour, again and again.
func HourExpert(t testing.TB, db *store.DB, i int) func() error {
	var version int64
	return func() (err error) {
		s := &expertise.Sheet{Pair: expertise.Pair{Expert: hourExpert(i), Dossier: hourDossier(i)}, Scores: []expertise.Score{
			{Criterion: "c1", Value: int(version % 5), Evidence: []string{"page 3"}, Comment: fmt.Sprintf("version %d", version)},
		}}
		version, err = db.SaveReview(ctxOf(t), hourPanel, s, version)
		return err
	}
}

func hourExpert(i int) expertise.ExpertID { return expertise.ExpertID(fmt.Sprintf("expert-%02d", i)) }

func hourDossier(i int) expertise.DossierID { return expertise.DossierID(fmt.Sprintf("read-%02d", i)) }
