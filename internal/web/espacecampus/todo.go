package espacecampus

import (
	"continuum/internal/campus"
	"continuum/internal/workspace"
)

// todos says what who writes the sheets of a campus has to do, first things first.
func (p *Pages) todos(v *view) ([]workspace.Todo, error) {
	k := workspace.Kept{Sheets: v.sheets, Reports: len(v.reports), Keeps: v.network.edits, Members: len(v.network.present)}
	if l := campus.StateOn(v.cam.Labels, v.r.Today).Label; l != nil && v.begins() {
		k.LabelEnd = l.End
	}
	for i := range v.network.present {
		m := &v.network.present[i]
		if m.Confirmed.IsZero() {
			k.Silent++
		}
		if m.Ends {
			k.Ending++
		}
	}
	for _, x := range v.network.proposals {
		if w := v.network.verdicts[x.ID]; w.accepts || w.endorses {
			k.Waiting++
		}
	}
	bookings, err := p.store.Bookings(v.r.Context, v.cam.ID, v.r.Now.Format(workspace.Clock))
	for i := range bookings {
		if bookings[i].State == workspace.Asked {
			k.Bookings++
		}
	}
	return k.Todos(v.r.Today), err
}

// doing is where a task is done.
func (v *view) doing(x *workspace.Todo) string {
	switch x.Task {
	case workspace.TaskLabel:
		return pathOf(v.cam) + "/label"
	case workspace.TaskRefused:
		return "#" + string(x.Kind)
	case workspace.TaskReport:
		return "#signalements"
	case workspace.TaskJoin:
		return pathOf(v.cam) + "/nouveau-membre"
	case workspace.TaskAnswer, workspace.TaskConfirm, workspace.TaskAgreement:
		return membersPath(v.cam)
	case workspace.TaskBooking:
		return bookingPath(v.cam)
	}
	sheet := x.Sheet
	if sheet == "" {
		sheet = blank
	}
	return pathOf(v.cam) + "/fiches/" + string(x.Kind) + "/" + sheet
}

// link is the address of where a task is done, on this page or another.
func (v *view) link(x *workspace.Todo) string {
	path := v.doing(x)
	if path[0] == '#' {
		return path
	}
	return v.r.Link(path)
}
