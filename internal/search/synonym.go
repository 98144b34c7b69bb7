package search

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
)

//go:embed tables/synonyms.csv
var synonymsTable string

// synonym is a line of tables/synonyms.csv: what people say, and ways to say it in
// official words.
type synonym struct {
	said   []string
	ways   [][]string
	weight float32 // 0 to 1
}

// readSynonyms reads the table, by the first word said, longest first. The table is part
// of the program: its tests hold it to its form.
func readSynonyms() map[string][]synonym {
	all, err := parseSynonyms(synonymsTable)
	if err != nil {
		panic("search: " + err.Error())
	}
	return all
}

func parseSynonyms(table string) (map[string][]synonym, error) {
	r := csv.NewReader(strings.NewReader(table))
	r.Comment, r.FieldsPerRecord = '#', 3
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	all := make(map[string][]synonym)
	for _, row := range rows[1:] {
		weight, err := strconv.Atoi(row[2])
		if err != nil {
			return nil, err
		}
		s := synonym{said: strings.Fields(row[0]), weight: float32(weight) / 10}
		for _, way := range strings.Split(row[1], "|") {
			s.ways = append(s.ways, split(way))
		}
		all[s.said[0]] = append(all[s.said[0]], s)
	}
	return all, nil
}
