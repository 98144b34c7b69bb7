package search

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"continuum/internal/geo"
)

//go:embed tables/queries.csv
var queriesTable string

// Judged is a question of tables/queries.csv and where its answer stands.
type Judged struct {
	Asked string `json:"asked"`
	Kind  string `json:"kind"`
	Rank  int    `json:"rank"` // of the first training that answers, 0 when none of the first 10 does
}

// Score is how well the index answers the questions of a kind, "" for all.
type Score struct {
	Kind      string `json:"kind"`
	Questions int    `json:"questions"`
	// MRR is the mean of 1 ÷ rank of the first answer, Recall the share of the questions
	// that have one among the first ten trainings.
	MRR    float64 `json:"mrr"`
	Recall float64 `json:"recall"`
}

// judgedTrainings is how many trainings of an answer are looked at: those that a phone
// shows in two screens.
const judgedTrainings = 10

// nearEnough is how far from the place asked for an answer may be taught, in kilometres.
const nearEnough = 60

// Evaluate asks the questions of tables/queries.csv. Trainings are counted once, at the
// first place where they are found.
func (ix *Index) Evaluate() ([]Judged, []Score, error) {
	r := csv.NewReader(strings.NewReader(queriesTable))
	r.Comment, r.FieldsPerRecord = '#', 4
	rows, err := r.ReadAll()
	if err != nil {
		return nil, nil, err
	}
	var all []Judged
	for _, row := range rows[1:] {
		j := Judged{Asked: row[0], Kind: row[3]}
		var near geo.Point
		if row[2] != "" {
			c := ix.atlas.Commune(row[2])
			if c == nil {
				return nil, nil, fmt.Errorf("search: tables/queries.csv: %s: no commune %s", row[0], row[2])
			}
			near = c.Point
		}
		j.Rank = ix.rankOf(row[0], strings.Split(row[1], "|"), near)
		all = append(all, j)
	}
	return all, scores(all), nil
}

// rankOf is the rank of the first training that answers a question.
func (ix *Index) rankOf(asked string, expect []string, near geo.Point) int {
	q := ix.Query(asked)
	q.Limit = 1000
	met := make(map[int32]bool)
	for _, it := range ix.Find(&q).Items {
		if !met[it.Qualification] && len(met) == judgedTrainings {
			break
		}
		met[it.Qualification] = true
		words := split(ix.model.Qualifications[it.Qualification].Label)
		if !slices.ContainsFunc(expect, func(e string) bool { return begins(words, strings.Fields(e)) }) {
			continue
		}
		if p := ix.model.Establishments[it.Establishment].Point; near.IsZero() || !p.IsZero() && geo.Km(p, near) <= nearEnough {
			return len(met)
		}
	}
	return 0
}

// Query is the question that some words ask, as they are understood.
func (ix *Index) Query(text string) Query {
	r := ix.Read(text)
	return r.Query()
}

// Query is the question that the words ask, without any choice.
func (r *Reading) Query() Query {
	q := Query{Words: r.Words, Km: r.Km}
	if r.Place != nil {
		q.Home = r.Place.Point
	}
	if t := r.Territory; t != nil && t.Kind == geo.Departement {
		q.Departement = t.Code
	} else if t != nil {
		q.Region = t.Code
	}
	return q
}

// begins reports whether each beginning is that of some word.
func begins(words, beginnings []string) bool {
	for _, b := range beginnings {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, b) }) {
			return false
		}
	}
	return true
}

func scores(all []Judged) []Score {
	var list []Score
	at := func(kind string) *Score {
		i := slices.IndexFunc(list, func(s Score) bool { return s.Kind == kind })
		if i < 0 {
			i = len(list)
			list = append(list, Score{Kind: kind})
		}
		return &list[i]
	}
	for _, j := range all {
		for _, kind := range []string{"", j.Kind} {
			s := at(kind)
			s.Questions++
			if j.Rank > 0 {
				s.MRR += 1 / float64(j.Rank)
				s.Recall++
			}
		}
	}
	for i := range list {
		list[i].MRR /= float64(list[i].Questions)
		list[i].Recall /= float64(list[i].Questions)
	}
	return list
}
