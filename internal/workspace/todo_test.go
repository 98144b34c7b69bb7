package workspace

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"continuum/internal/date"
)

func TestTodos(t *testing.T) {
	t.Parallel()
	on := func(s string) date.Date {
		d, err := date.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	sheet := func(id string, k Kind, s State, body string) Version {
		return Version{Sheet: id, Kind: k, State: s, Body: []byte(body)}
	}
	const (
		story  = `{"lang":"fr","short":"Apprendre les métiers de la mer.","long":""}`
		course = `{"qualification":"40025411","uai":"0290044R","adds":"","local":false,"coloured":false}`
		event  = `{"name":"Portes ouvertes","text":"","start":"2026-09-14T09:00","end":"","place":"Brest"}`
		figure = `{"indicator":"I-20","year":2025,"status":"known","value":4,"source":"Enquête"}`
	)
	well := []Version{sheet("s", KindStory, Public, story), sheet("c", KindCourse, Pending, course), sheet("e", KindEvent, Public, event), sheet("f", KindFigure, Public, figure)}
	with := func(v ...Version) []Version { return append(append([]Version(nil), well...), v...) }
	one := func(t Task, k Kind) []Todo { return []Todo{{Task: t, N: 1, Kind: k}} }
	empty := []Todo{{Task: TaskStory, N: 1, Kind: KindStory}, {Task: TaskJoin, N: 1}, {Task: TaskCourse, N: 1, Kind: KindCourse}, {Task: TaskEvent, N: 1, Kind: KindEvent}, {Task: TaskFigure, N: 1, Kind: KindFigure, Name: "2025"}}
	for _, tt := range []struct {
		name string
		kept Kept
		want []Todo
	}{
		{"all is well", Kept{Sheets: well, Keeps: true, Members: 3}, nil},
		{"a first day", Kept{Keeps: true}, empty},
		{"a first day, members are another's", Kept{Waiting: 2, Silent: 2, Ending: 2}, append(append([]Todo(nil), empty[:1]...), empty[2:]...)},
		{"what waits for whom", Kept{Sheets: well, Keeps: true, Members: 9, Waiting: 2, Silent: 4, Ending: 1, Bookings: 5, Reports: 6}, []Todo{
			{Task: TaskAnswer, N: 2}, {Task: TaskConfirm, N: 4}, {Task: TaskAgreement, N: 1}, {Task: TaskBooking, N: 5}, {Task: TaskReport, N: 6},
		}},
		{"the label ends in a year", Kept{Sheets: well, LabelEnd: on("2027-09-01")}, one(TaskLabel, "")},
		{"the label ends in three years", Kept{Sheets: well, LabelEnd: on("2029-09-01")}, nil},
		{"the label has ended", Kept{Sheets: well, LabelEnd: on("2026-09-01")}, nil},
		{"a draft is gone on with", Kept{Sheets: append([]Version{sheet("d", KindStory, Draft, story)}, well[1:]...)}, []Todo{{Task: TaskStory, N: 1, Kind: KindStory, Sheet: "d"}}},
		{"a draft over what is public", Kept{Sheets: with(sheet("s", KindStory, Draft, story))}, nil},
		{"English is not enough", Kept{Sheets: append([]Version{sheet("s", KindStory, Public, `{"lang":"en","short":"Learn the crafts of the sea.","long":""}`)}, well[1:]...)}, one(TaskStory, KindStory)},
		{"refused", Kept{Sheets: with(sheet("x", KindEquipment, Refused, `{}`))}, one(TaskRefused, KindEquipment)},
		{"withdrawn", Kept{Sheets: append([]Version{sheet("s", KindStory, Withdrawn, story)}, well[1:]...)}, one(TaskStory, KindStory)},
		{"the last date was yesterday", Kept{Sheets: []Version{well[0], well[1], sheet("e", KindEvent, Public, `{"name":"Portes ouvertes","text":"","start":"2026-09-10","end":"2026-09-13","place":""}`), well[3]}}, one(TaskEvent, KindEvent)},
		{"it goes on today", Kept{Sheets: []Version{well[0], well[1], sheet("e", KindEvent, Public, `{"name":"Portes ouvertes","text":"","start":"2026-09-10","end":"2026-09-14","place":""}`), well[3]}}, nil},
		{"a figure of long ago", Kept{Sheets: append(append([]Version(nil), well[:3]...), sheet("f", KindFigure, Public, `{"indicator":"I-20","year":2024,"status":"known","value":4,"source":"Enquête"}`))}, []Todo{{Task: TaskFigure, N: 1, Kind: KindFigure, Name: "2025"}}},
		{"late steps of one project", Kept{Sheets: with(sheet("p", KindProject, Public, `{"name":"Coque","text":"","milestones":[{"name":"a","due":"2026-09-13","done":false},{"name":"b","due":"2026-09-01","done":false}]}`))}, []Todo{{Task: TaskStep, N: 1, Kind: KindProject, Sheet: "p", Name: "Coque"}}},
		{"steps done, due today, undated", Kept{Sheets: with(sheet("p", KindProject, Public, `{"name":"Coque","text":"","milestones":[{"name":"a","due":"2026-09-13","done":true},{"name":"b","due":"2026-09-14","done":false},{"name":"c","due":"","done":false}]}`))}, nil},
		{"late steps of a draft", Kept{Sheets: with(sheet("p", KindProject, Draft, `{"name":"Coque","text":"","milestones":[{"name":"a","due":"2026-09-13","done":false}]}`))}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := gocmp.Diff(tt.want, tt.kept.Todos(on("2026-09-14").Earliest())); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}
