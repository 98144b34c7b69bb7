package espacecampus

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/notice"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
	"continuum/internal/workspace"
)

// blank stands for the identifier of a sheet that is not yet.
const blank = "nouvelle"

// form is a sheet being written.
type form struct {
	r        *page.Request
	cam      *catalog.Campus
	kind     workspace.Kind
	sheet    string // empty for a new one
	version  int
	values   url.Values
	problems ui.Problems
	history  []workspace.Version
	at       bool // what is sent is public at once
	writes   bool // who asks may write such a sheet
	funds    bool // who asks may say who funds a project
	reads    bool // who asks sees the workspace
	back     string
}

// Edit answers /espace/campus/{slug}/fiches/{kind}/{id}: the form of a sheet.
func (p *Pages) Edit(r *page.Request) (page.Answer, error) {
	f, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	if len(f.history) > 0 {
		d, err := workspace.Parse(f.kind, f.shown())
		if err != nil {
			return page.Answer{}, err
		}
		f.values = valuesOf(d)
	}
	return f.answer(), nil
}

// open finds the sheet that a request names, when who asks may write it.
func (p *Pages) open(r *page.Request) (*form, error) {
	cam, err := sheetCampus(r)
	if err != nil {
		return nil, err
	}
	f := &form{r: r, cam: cam, kind: workspace.Kind(r.Value("kind")), values: url.Values{}, reads: reads(r, cam)}
	if !slices.Contains(workspace.Kinds, f.kind) {
		return nil, fault.New(fault.NotFound, "error.notfound")
	}
	f.writes, f.funds = r.May(actionOf(f.kind), object(r, cam)), r.May(account.CampusFunding, object(r, cam))
	if !f.writes && (!mayWrite(r, cam, f.kind) || r.Value("id") == blank) {
		return nil, fault.New(fault.Denied, "atelier.denied")
	}
	f.at = !p.waits(r, cam)
	f.back = pathOf(cam)
	if !f.reads {
		f.back = ProjectsPath
	}
	if id := r.Value("id"); id != blank {
		if f.history, err = p.store.SheetHistory(r.Context, id); err != nil {
			return nil, err
		}
		if f.history[0].Campus != cam.ID || f.history[0].Kind != f.kind {
			return nil, fault.New(fault.NotFound, "space.unknown")
		}
		if !f.reads && publicOf(f.history) == nil { // who funds sees what is public
			return nil, fault.New(fault.NotFound, "space.unknown")
		}
		f.sheet, f.version = id, f.history[0].Number
	}
	return f, nil
}

// sheetCampus is the campus of a sheet: for who sees its workspace, and for who says what
// funds its projects.
func sheetCampus(r *page.Request) (*catalog.Campus, error) {
	cam, _ := r.Catalog.Campus(r.Value("slug"))
	if cam != nil && r.Value("kind") == string(workspace.KindProject) && r.May(account.CampusFunding, object(r, cam)) {
		return cam, nil
	}
	return campusOf(r)
}

// shown is the version that who asks writes over: who funds without seeing the workspace has
// the public one before their eyes.
func (f *form) shown() []byte {
	if !f.reads {
		return publicOf(f.history)
	}
	return f.history[0].Body
}

// Save keeps what the form sends: as a draft, or handed in.
func (p *Pages) Save(r *page.Request) (page.Answer, error) {
	f, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	f.values = r.Form
	d, err := f.allowed(documentOf(f.kind, r.Form))
	if fault.KindOf(err) == fault.Conflict {
		f.problems.Add("funding", ui.Sentence(r, err))
		a := f.refused()
		a.Status = 409
		return a, nil
	}
	if err != nil {
		return page.Answer{}, err
	}
	for _, wrong := range workspace.Check(d) {
		f.problems.Add(entryOf(wrong.Field), ui.Sentence(r, wrong))
	}
	if len(f.problems) > 0 {
		return f.refused(), nil
	}
	body, err := workspace.Body(d)
	if err != nil {
		return page.Answer{}, err
	}
	v := workspace.Version{Sheet: f.sheet, Campus: f.cam.ID, Kind: f.kind, Body: body, Author: string(r.Who.Person.ID), State: workspace.Draft}
	if v.Number, err = strconv.Atoi(cmp.Or(r.Form.Get("version"), "0")); err != nil {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("version")
	}
	var news []notice.News
	if r.Form.Get("faire") == "envoyer" {
		v.State = workspace.Public
		if !f.at {
			v.State = workspace.Pending
			news = append(news, handedIn(r, f.cam, title(r, &v)))
		}
	}
	_, err = p.store.SaveSheet(r.Context, v, news...)
	if fault.KindOf(err) == fault.Conflict {
		// What was typed is not lost: the form shows it again, over the version that came since.
		f.problems.Add("version", ui.Sentence(r, err))
		a := f.refused()
		a.Status = 409
		return a, nil
	}
	return page.Answer{Redirect: r.Link(f.back)}, err
}

// allowed is a document with what its author may not write as it was: who writes a project
// and who says what funds it need not be the same.
func (f *form) allowed(d workspace.Document) (workspace.Document, error) {
	p, ok := d.(*workspace.Project)
	if !ok || f.writes && f.funds {
		return d, nil
	}
	// What another has begun to write is not made public by who says what funds it.
	if last := f.history; !f.writes && len(last) > 0 && last[0].State != workspace.Public && last[0].Author != string(f.r.Who.Person.ID) {
		return nil, fault.New(fault.Conflict, "space.busy")
	}
	was := new(workspace.Project)
	if len(f.history) > 0 {
		before, err := workspace.Parse(f.kind, f.history[0].Body)
		if err != nil {
			return nil, err
		}
		was = before.(*workspace.Project)
	}
	if !f.writes {
		was.Funding = p.Funding
		return was, nil
	}
	p.Funding = was.Funding
	return p, nil
}

func (f *form) answer() page.Answer {
	h := head(f.r, f.cam, f.r.T.T("atelier.kind."+text.Key(f.kind)))
	if !f.reads {
		h.Crumbs = slices.Replace(h.Crumbs, 1, 3, page.Crumb{Label: f.r.T.T("projets.title"), Path: ProjectsPath})
	}
	return page.Answer{Head: h, Body: edit(f)}
}

func (f *form) refused() page.Answer {
	a := f.answer()
	a.Status = 422
	a.Head.Title = f.r.T.T("report.refused") + " – " + a.Head.Title
	return a
}

// entryOf is the entry of the form that a field of a document is typed in.
func entryOf(field string) string {
	first, _, _ := strings.Cut(field, ".")
	switch first {
	case "start":
		return "date"
	case "end":
		return "date_fin"
	case "qualification", "uai":
		return "course"
	}
	return first
}

// documentOf is what a form says. It never fails: what can't be is found by
// [workspace.Check], which names the field.
func documentOf(kind workspace.Kind, v url.Values) workspace.Document {
	get := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(v.Get(name), "\r\n", "\n"))
	}
	number := func(name string) int {
		n, err := strconv.Atoi(cmp.Or(get(name), "0"))
		if err != nil {
			return -1
		}
		return n
	}
	switch kind {
	case workspace.KindEvent:
		e := &workspace.Event{Name: get("name"), Text: get("text"), Start: instant(get("date"), get("heure")), Place: get("place"), Commune: get("commune"), URL: get("url")}
		if get("date_fin")+get("heure_fin") != "" {
			e.End = instant(cmp.Or(get("date_fin"), get("date")), get("heure_fin"))
		}
		for _, a := range v["audience"] {
			e.Audience = append(e.Audience, workspace.Audience(a))
		}
		return e
	case workspace.KindEquipment:
		return &workspace.Equipment{
			Name: get("name"), Text: get("text"), Owner: campus.OrgID(get("owner")), Place: get("place"), Commune: get("commune"),
			Sharing: get("sharing"), Capacity: number("capacity"), Bookable: get("bookable") != "",
		}
	case workspace.KindProject:
		p := &workspace.Project{Name: get("name"), Text: get("text"), From: get("from"), Until: get("until")}
		for _, o := range v["partners"] {
			p.Partners = append(p.Partners, campus.OrgID(o))
		}
		for _, parts := range lines(get("milestones")) {
			p.Milestones = append(p.Milestones, workspace.Milestone{Name: parts[0], Due: parts[1], Done: parts[2] != ""})
		}
		for _, parts := range lines(get("funding")) {
			euros, err := strconv.ParseInt(strings.ReplaceAll(parts[1], " ", ""), 10, 64)
			if err != nil {
				euros = -1
			}
			year, _ := strconv.Atoi(parts[2])
			p.Funding = append(p.Funding, workspace.Funding{Funder: parts[0], Euros: euros, Year: year})
		}
		return p
	case workspace.KindCourse:
		qualification, uai, _ := strings.Cut(get("course"), "@")
		return &workspace.Course{Qualification: qualification, UAI: campus.UAI(uai), Adds: get("adds"), Local: get("local") != "", Coloured: get("coloured") != ""}
	case workspace.KindStory:
		return &workspace.Story{Lang: get("lang"), Short: get("short"), Long: get("long"), Website: get("website"), Contact: get("contact")}
	default:
		f := &workspace.Figure{Indicator: get("indicator"), Year: number("year"), Status: workspace.FigureStatus(get("status")), Source: get("source")}
		if s := get("value"); s != "" {
			var err error
			if f.Value, err = strconv.ParseFloat(strings.NewReplacer(",", ".", " ", "", "\u00a0", "", "\u202f", "").Replace(s), 64); err != nil {
				f.Value = -1
			}
		} else if f.Status == workspace.Known {
			f.Value = -1 // a known figure has a value: nothing typed is not zero
		}
		return f
	}
}

// instant is a day, with an hour when one is said.
func instant(day, hour string) string {
	if hour == "" {
		return day
	}
	return day + "T" + hour
}

// lines are the three parts of each line that is not empty, set apart by semicolons.
func lines(s string) (list [][3]string) {
	for line := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var parts [3]string
		for i, p := range strings.SplitN(line, ";", 3) {
			parts[i] = strings.TrimSpace(p)
		}
		list = append(list, parts)
	}
	return list
}

// valuesOf is what a form shows of a document.
func valuesOf(d workspace.Document) url.Values {
	v := url.Values{}
	// Most entries have the names of the fields.
	if b, err := json.Marshal(d); err == nil {
		var fields map[string]any
		if json.Unmarshal(b, &fields) == nil {
			for _, name := range slices.Sorted(maps.Keys(fields)) {
				switch x := fields[name].(type) {
				case string:
					v.Set(name, x)
				case float64:
					v.Set(name, strconv.FormatFloat(x, 'f', -1, 64))
				case bool:
					if x {
						v.Set(name, "oui")
					}
				}
			}
		}
	}
	switch d := d.(type) {
	case *workspace.Event:
		day, hour, _ := strings.Cut(d.Start, "T")
		v.Set("date", day)
		v.Set("heure", hour)
		day, hour, _ = strings.Cut(d.End, "T")
		v.Set("date_fin", day)
		v.Set("heure_fin", hour)
		for _, a := range d.Audience {
			v.Add("audience", string(a))
		}
	case *workspace.Project:
		for _, o := range d.Partners {
			v.Add("partners", string(o))
		}
		var b strings.Builder
		for _, m := range d.Milestones {
			done := ""
			if m.Done {
				done = "fait"
			}
			b.WriteString(m.Name + " ; " + m.Due + " ; " + done + "\n")
		}
		v.Set("milestones", b.String())
		b.Reset()
		for _, f := range d.Funding {
			b.WriteString(f.Funder + " ; " + strconv.FormatInt(f.Euros, 10) + " ; " + strconv.Itoa(f.Year) + "\n")
		}
		v.Set("funding", b.String())
	case *workspace.Course:
		v.Set("course", d.Qualification+"@"+string(d.UAI))
	case *workspace.Figure:
		if d.Status != workspace.Known {
			v.Del("value")
		}
	}
	return v
}

// courseTitle is a training at its place.
func courseTitle(r *page.Request, c *workspace.Course) string {
	qualification, place := r.Catalog.CourseNames(c)
	return qualification + " – " + place
}
