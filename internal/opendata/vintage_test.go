package opendata

import "testing"

func TestDateInName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Kit_apprentissage_20250131.xlsx":                         "2025-01-31",
		"export-fiches-csv-2024-02-22.zip:table_2024_02_22.csv":   "2024-02-22",
		"5fe07a9ecc960.zip:Onisep_Ideo_Fiches_metiers_25062024.x": "2024-06-25",
		"attractivite_capacite_2022.csv.gz":                       "2022",
		"effectifs-2023-09.csv":                                   "2023-09",
		"depp-2022-etablissements-2018_2019-pro.csv":              "2022", // of the publication: what a layout says wins
		"rncp_info.v1.3.csv":                                      "",
		"5fa520249243f97.json":                                    "", // an identifier
		"lycees.json":                                             "",
		"table_20251341.csv":                                      "", // no month 13
		"table_1999.csv":                                          "",
		"":                                                        "",
	} {
		if got := dateInName(name); got != want {
			t.Errorf("dateInName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestVintage(t *testing.T) {
	t.Parallel()
	parts := map[string]bool{"2021_2022": true, "2019_2020": true}
	src := func(partition string, layouts ...Layout) *Source {
		return &Source{Partition: partition, Layouts: layouts}
	}
	old, recent, silent := Layout{Name: "old", Vintage: "2021"}, Layout{Name: "recent", Vintage: "2024-06"}, Layout{Name: "silent"}
	for _, tt := range []struct {
		name   string
		src    *Source
		report Report
		parts  map[string]bool
		latest string
		want   string
	}{
		{"partitions", src("cohorte", old), Report{Layouts: []string{"old"}}, parts, "2025", "2019_2020–2021_2022"},
		{"rows", src("", old), Report{Layouts: []string{"old"}, Names: []string{"a_2020.csv"}}, nil, "2025-05-06", "2025-05-06"},
		{"layout before names", src("", old, recent), Report{Layouts: []string{"old"}, Names: []string{"a_2024.csv"}}, nil, "", "2021"},
		{"two layouts", src("", old, recent), Report{Layouts: []string{"recent", "old", "old"}}, nil, "", "2021–2024-06"},
		{"names", src("", silent), Report{Layouts: []string{"silent", "silent"}, Names: []string{"b_2023.csv", "a_2022.csv", "c.csv"}}, nil, "", "2022–2023"},
		{"nothing", src("", silent), Report{Layouts: []string{"silent"}, Names: []string{"c.csv"}}, nil, "", ""},
	} {
		if got := vintage(tt.src, &tt.report, tt.parts, tt.latest); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
