package web

import (
	"net/http"

	"continuum/internal/labelling/bundle"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/accessibilite"
	"continuum/internal/web/agenda"
	"continuum/internal/web/appels"
	"continuum/internal/web/asset"
	"continuum/internal/web/campuses"
	"continuum/internal/web/campuspage"
	"continuum/internal/web/carte"
	"continuum/internal/web/commune"
	"continuum/internal/web/connexion"
	"continuum/internal/web/dcat"
	"continuum/internal/web/donnees"
	"continuum/internal/web/employeurs"
	"continuum/internal/web/espace"
	"continuum/internal/web/espaceappels"
	"continuum/internal/web/espacecampus"
	"continuum/internal/web/espacedecisions"
	"continuum/internal/web/espacedossiers"
	"continuum/internal/web/espaceexpertise"
	"continuum/internal/web/espacelabel"
	"continuum/internal/web/etablissement"
	"continuum/internal/web/filiere"
	"continuum/internal/web/flux"
	"continuum/internal/web/formation"
	"continuum/internal/web/formations"
	"continuum/internal/web/home"
	"continuum/internal/web/lexique"
	"continuum/internal/web/llms"
	"continuum/internal/web/maliste"
	"continuum/internal/web/mentions"
	"continuum/internal/web/metier"
	"continuum/internal/web/page"
	"continuum/internal/web/parcours"
	"continuum/internal/web/shortlist"
	"continuum/internal/web/signaler"
	"continuum/internal/web/simulation"
	"continuum/internal/web/sitemap"
	"continuum/internal/web/territoire"
	"continuum/internal/web/ui"
)

// route is a public page, in both languages.
type route struct {
	path    string // French path, as ServeMux patterns write it
	show    page.Func
	submit  page.Func // answers POST; nil when the page only shows
	private bool      // never kept by any cache: forms
	people  bool      // told who is signed in; there when people may sign in
	signed  bool      // only for who is signed in
	short   bool      // and for who is by one factor where two are asked
	framed  bool      // made for frames of other sites
	form    int64     // bytes that its form may send, formLimit when zero
	files   bool      // its posts hold a file, within the bytes of the form
}

// routes lists the pages, top to bottom.
func (s *server) routes() []route {
	return []route{
		{path: "/", show: home.Page},
		{path: ui.SharedPath, show: home.Image},
		{path: "/carte", show: carte.Page},
		{path: "/carte.svg", show: carte.Poster("svg")},
		{path: "/carte.pdf", show: carte.Poster("pdf")},
		{path: "/carte.png", show: carte.Poster("png")},
		{path: "/carte/fond/{file}", show: carte.Ground},
		{path: "/campus", show: campuses.Page},
		{path: "/campus/{slug}", show: campuspage.Page},
		{path: "/campus/{slug}/image.png", show: campuspage.Image},
		{path: "/campus/{slug}" + flux.Path, show: flux.Campus},
		{path: "/campus/{slug}" + agenda.CalendarPath, show: agenda.Campus},
		{path: appels.Path, show: appels.Index},
		{path: appels.Path + "/{id}", show: appels.Show},
		{path: appels.Path + "/{id}" + appels.CalendarPath, show: appels.Calendar},
		{path: agenda.Path, show: agenda.Page},
		{path: agenda.CalendarPath, show: agenda.National},
		{path: campuspage.FramePath + "{slug}", show: campuspage.Frame, framed: true},
		{path: "/campus/{slug}/continuum/{field}/{level}", show: campuspage.Cell},
		{path: commune.Path + "{file}", show: commune.Square},
		{path: "/filieres", show: filiere.Index},
		{path: "/filieres/{slug}", show: filiere.Page},
		{path: "/filieres/{slug}/formations", show: filiere.Trainings},
		{path: "/territoires", show: territoire.Index},
		{path: "/territoires/{slug}", show: territoire.Page},
		{path: "/territoires/{slug}/etablissements", show: territoire.Establishments},
		{path: formations.Path, show: s.trainings.Show, submit: s.fromAddress()},
		{path: "/territoires/{slug}/continuum", show: territoire.Reach},
		{path: "/formations/{id}", show: formation.Page},
		{path: "/formations/{id}/image.png", show: formation.Image},
		{path: "/etablissements/{uai}", show: etablissement.Page},
		{path: etablissement.FramePath + "{uai}", show: etablissement.Frame, framed: true},
		{path: "/metiers/{rome}", show: metier.Page},
		{path: parcours.Path, show: parcours.Page, private: true},
		{path: shortlist.Path, show: maliste.Page, private: true},
		{path: shortlist.ComparePath, show: maliste.Compare, private: true},
		{path: shortlist.SheetPath, show: maliste.Sheet, private: true},
		{path: simulation.Path, show: s.scenarios.Show, submit: s.scenarios.Keep, private: true},
		{path: employeurs.Path, show: employeurs.Page},
		{path: "/donnees", show: new(donnees.Page).Show},
		{path: dcat.Path, show: dcat.Page},
		{path: "/donnees/qualite", show: donnees.Quality},
		{path: "/signaler", show: s.reports.Show, submit: s.reports.Submit, private: true},
		{path: flux.Path, show: flux.National},
		{path: ui.WordsPath, show: lexique.Page},
		{path: "/accessibilite", show: accessibilite.Show},
		{path: "/mentions-legales", show: mentions.Show},
	}
}

// peopleRoutes lists the pages of who has an account.
func (s *server) peopleRoutes() []route {
	d, e := connexion.New(s.cfg.Access), espace.New(s.cfg.Access, s.cfg.People)
	c := espacecampus.New(s.cfg.Campuses, s.cfg.Moderated)
	return []route{
		{path: connexion.Path, show: d.Show, submit: d.Submit, people: true},
		{path: connexion.KeyPath, show: d.AskKey, submit: d.ByKey, people: true},
		{path: connexion.ProvePath, show: d.Prove, submit: d.ProveNow, signed: true, short: true},
		{path: connexion.ProveKeyPath, show: d.AskKey, submit: d.ProveByKey, signed: true, short: true},
		{path: connexion.FirstKeyPath, show: d.AskFirstKey, submit: d.AddFirstKey, signed: true, short: true},
		{path: connexion.DepartPath, show: d.Depart, people: true},
		{path: connexion.ReturnPath, show: d.Return, people: true},
		{path: connexion.LeavePath, show: d.Leave, submit: d.LeaveNow, people: true},
		{path: connexion.RecoverPath, show: d.Recover, submit: d.RecoverNow, people: true},
		{path: connexion.OpenPath + "/{token}", show: d.Take, people: true},
		{path: connexion.OpenPath, show: d.Open, submit: d.OpenNow, people: true},
		{path: espace.Path, show: e.Home, submit: e.HomeNow, signed: true},
		{path: espace.AccountPath, show: e.Account, submit: e.AccountNow, signed: true},
		{path: espace.DataPath, show: e.Data, signed: true},
		{path: espace.KeyPath, show: e.AskKey, submit: e.AddKey, signed: true},
		{path: espace.PeoplePath, show: e.People, submit: e.InviteNow, signed: true},
		{path: espace.PeoplePath + "/{id}", show: e.Person, submit: e.PersonNow, signed: true},
		{path: espace.JournalPath, show: e.Journal, signed: true},
		{path: espacecampus.Path, show: c.Index, signed: true},
		{path: espacecampus.Path + "/{slug}", show: c.Show, submit: c.Act, signed: true},
		{path: espacecampus.Path + "/{slug}/membres", show: c.Network, submit: c.DecideMember, signed: true},
		{path: espacecampus.Path + "/{slug}/membres.csv", show: c.MembersCSV, signed: true},
		{path: espacecampus.Path + "/{slug}/membres.xlsx", show: c.MembersXLSX, signed: true},
		{path: espacecampus.Path + "/{slug}/nouveau-membre", show: c.NewMember, submit: c.AddMember, signed: true},
		{path: espacecampus.Path + "/{slug}/reservations", show: c.Bookings, submit: c.Book, signed: true},
		{path: espacecampus.Path + "/{slug}/reservations.ics", show: c.Calendar, signed: true},
		{path: espacecampus.Path + "/{slug}/import-membres", show: c.Import, submit: c.ImportNow, signed: true, form: espacecampus.ImportLimit},
		{path: espacecampus.Path + "/{slug}/membres/{id}", show: c.Member, submit: c.MemberNow, signed: true},
		{path: espacecampus.Path + "/{slug}/membres/{id}/doublon/{twin}", show: c.Twin, submit: c.MergeNow, signed: true},
		{path: espacecampus.ModerationPath, show: c.Queue, submit: c.QueueNow, signed: true},
		{path: espacecampus.ProjectsPath, show: c.Projects, signed: true},
		{path: espacecampus.OrganisationsPath, show: c.Organisations, signed: true},
		{path: espacecampus.OrganisationsPath + "/{id}", show: c.Organisation, submit: c.OrganisationNow, signed: true},
		{path: espacecampus.Path + "/{slug}/fiches/{kind}/{id}", show: c.Edit, submit: c.Save, signed: true},
	}
}

// fromAddress answers the form of an address where there is an engine for it.
func (s *server) fromAddress() page.Func {
	if s.cfg.Geocoder == nil {
		return nil
	}
	return s.trainings.FromAddress
}

// panelRoutes lists the pages of panels of experts.
func (s *server) panelRoutes() []route {
	x := espaceexpertise.New(s.cfg.Panels)
	const seats = 1 << 20 // 600 dossiers, and some 500 bytes for each of the hundreds who may sit
	return []route{
		{path: espaceexpertise.Path, show: x.Index, submit: x.Act, signed: true},
		{path: espaceexpertise.ComposePath, show: x.Compose, submit: x.ComposeNow, signed: true, form: seats},
		{path: espaceexpertise.Path + "/{panel}", show: x.Panel, submit: x.PanelNow, signed: true, form: seats},
		{path: espaceexpertise.Path + "/{panel}/{dossier}/fiches", show: x.Sheets, signed: true},
		{path: espaceexpertise.Path + "/{panel}/{dossier}", show: x.Dossier, submit: x.DossierNow, signed: true},
	}
}

// callRoutes lists the pages of calls and référentiels.
func (s *server) callRoutes() []route {
	var kept bundle.Keeper
	if s.cfg.Files != nil {
		kept = s.cfg.Files.Keeper
	}
	c := espaceappels.New(s.cfg.Calls, kept)
	const text = 3*ruleset.MaxBytes + formLimit // a character may take three to be sent
	return []route{
		{path: espaceappels.Path, show: c.Index, signed: true},
		{path: espaceappels.Path + "/{id}", show: c.Show, submit: c.Act, signed: true},
		{path: espaceappels.Path + "/{id}/dossiers", show: c.Wave, signed: true},
		{path: espaceappels.Path + "/{id}/dossiers.csv", show: c.WaveTable, signed: true},
		{path: espaceappels.Path + "/{id}/dossiers.zip", show: c.Archive, signed: true},
		{path: espaceappels.RulesPath, show: c.Rules, signed: true},
		{path: espaceappels.RulesPath + "/{id}", show: c.Ruleset, submit: c.BeginRules, signed: true, form: text},
		{path: espaceappels.RulesPath + "/{id}/texte", show: c.WriteRules, submit: c.KeepRules, signed: true, form: text},
		{path: espaceappels.RulesPath + "/{id}/texte.toml", show: c.Text, signed: true},
	}
}

// labelRoutes lists the pages of the life of labels.
func (s *server) labelRoutes() []route {
	x := espacelabel.New(s.cfg.Labels)
	const path = espacecampus.Path + "/{slug}" + espacelabel.Path
	return []route{
		{path: path, show: x.Show, submit: x.Act, signed: true},
		{path: path + "/{year}/rapport.pdf", show: x.PDF, signed: true},
	}
}

// decisionRoutes lists the pages of decisions.
func (s *server) decisionRoutes() []route {
	x := espacedecisions.New(s.cfg.Decisions)
	return []route{
		{path: espacedecisions.Path, show: x.Index, signed: true},
		{path: espacedecisions.Path + "/{call}", show: x.Call, submit: x.CallNow, signed: true},
		{path: espacedecisions.Path + "/{call}/dossiers/{dossier}", show: x.Dossier, submit: x.DossierNow, signed: true},
		{path: espacedecisions.Path + "/{call}/annexe.odt", show: x.AnnexODT, signed: true},
		{path: espacedecisions.Path + "/{call}/annexe.pdf", show: x.AnnexPDF, signed: true},
		{path: espacedecisions.Path + "/{call}/publication", show: x.Publication, submit: x.PublicationNow, signed: true},
		{path: espacedecisions.OrdersPath, show: x.Orders, submit: x.OrdersNow, signed: true},
		{path: espacedecisions.OrdersPath + "/{acte}", show: x.Erratum, submit: x.ErratumNow, signed: true},
		{path: espacedecisions.LettersPath + "/{dossier}", show: x.Letter, signed: true},
		{path: espacedecisions.LettersPath + "/{dossier}/lettre.pdf", show: x.LetterPDF, signed: true},
		{path: espacedecisions.LettersPath + "/{dossier}/lettre.odt", show: x.LetterODT, signed: true},
	}
}

// blockLimit is the most that the form of a block may send, in bytes: its texts, as browsers
// write them in a form.
const blockLimit = 2 << 20

// dossierRoutes lists the pages of dossiers.
func (s *server) dossierRoutes() []route {
	d := espacedossiers.New(s.cfg.Dossiers, s.cfg.Files)
	one := espacedossiers.Path + "/{id}"
	return []route{
		{path: espacedossiers.Path, show: d.Index, signed: true},
		{path: espacedossiers.BeginPath, show: d.Begin, submit: d.BeginNow, signed: true},
		{path: one, show: d.Show, submit: d.Act, signed: true},
		{path: one + "/signer/{signatory}", show: d.Sign, submit: d.SignNow, signed: true, files: true, form: espacedossiers.PieceLimit},
		{path: one + "/signer/{signatory}/document", show: d.Evidence, signed: true},
		{path: one + "/proposition.pdf", show: d.SealPaper, signed: true},
		{path: one + "/proposition.json", show: d.SealData, signed: true},
		{path: one + "/champ/{field}", show: d.Field, submit: d.SaveField, signed: true, form: blockLimit},
		{path: one + "/fichiers", show: d.Block, submit: d.Upload, signed: true, files: true, form: espacedossiers.PieceLimit},
		{path: one + "/fichiers/{file}", show: d.Piece, submit: d.RemovePiece, signed: true},
		{path: one + "/{block}", show: d.Block, submit: d.Save, signed: true, form: blockLimit},
	}
}

// New returns the handler of every public page and asset. It is whole: what it does
// not know is answered with an error page.
func New(cfg Config) (http.Handler, error) {
	if err := cfg.fill(); err != nil {
		return nil, err
	}
	s := &server{
		cfg:     cfg,
		site:    &page.Site{Theme: cfg.Theme, BaseURL: cfg.BaseURL, Version: cfg.Version, Operator: cfg.Operator, Accounts: cfg.Access != nil},
		cache:   newCache(cfg.PageCache),
		reports: signaler.New(cfg.Reports, cfg.Now), scenarios: simulation.New(cfg.Scenarios, cfg.Now),
		trainings: formations.New(cfg.Geocoder, cfg.Now),
	}
	mux := http.NewServeMux()
	pages := s.routes()
	if cfg.Access != nil {
		pages = append(pages, s.peopleRoutes()...)
	}
	if cfg.Access != nil && cfg.Panels != nil {
		pages = append(pages, s.panelRoutes()...)
	}
	if cfg.Access != nil && cfg.Calls != nil {
		pages = append(pages, s.callRoutes()...)
	}
	if cfg.Access != nil && cfg.Labels != nil {
		pages = append(pages, s.labelRoutes()...)
	}
	if cfg.Access != nil && cfg.Decisions != nil {
		pages = append(pages, s.decisionRoutes()...)
	}
	if cfg.Access != nil && cfg.Dossiers != nil {
		pages = append(pages, s.dossierRoutes()...)
	}
	for _, rt := range pages {
		for _, lang := range text.Langs {
			s.handle(mux, rt, lang)
		}
	}
	missing := s.answer(text.French, route{path: "/", show: notFound, private: true})
	mux.Handle("/", missing)
	mux.Handle("/en/", s.answer(text.English, route{path: "/", show: notFound, private: true}))
	mux.Handle("GET "+asset.Prefix, asset.Handler(missing))
	mux.HandleFunc("GET /favicon.ico", s.icon)
	mux.HandleFunc("GET /robots.txt", s.robots)
	mux.Handle(llms.Path, s.answer(text.French, route{path: llms.Path, show: llms.Page}))
	// A wildcard with a method would be at odds with the pages that take all of them.
	mux.Handle("/{file}", s.answer(text.French, route{path: "/{file}", show: sitemap.File}))
	return s.chain(mux), nil
}

// handle registers a page in one language, with an error page for the methods that
// it does not take.
func (s *server) handle(mux *http.ServeMux, rt route, lang text.Lang) {
	pattern := lang.Link(rt.path)
	allowed := "GET, HEAD"
	if rt.path == "/" {
		// ServeMux reads "/" as every path: the home page is that one alone.
		pattern = map[text.Lang]string{text.French: "/{$}", text.English: "/en/{$}"}[lang]
		if lang == text.English {
			mux.Handle("GET /en", s.answer(lang, rt))
		}
	}
	rt.people = rt.people || rt.signed
	rt.private = rt.private || rt.people
	show, post := s.answer(lang, rt), http.Handler(nil)
	if rt.submit != nil {
		allowed += ", POST"
		post = s.answer(lang, route{path: rt.path, show: rt.submit, private: true, people: rt.people, signed: rt.signed, short: rt.short, files: rt.files, form: rt.form})
	}
	refuse := s.answer(lang, route{path: rt.path, show: methodNotAllowed(allowed), private: true})
	// One pattern for all methods: with a method each, /a/{id} and /a/new would be at odds.
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet, r.Method == http.MethodHead:
			show.ServeHTTP(w, r)
		case r.Method == http.MethodPost && post != nil:
			post.ServeHTTP(w, r)
		default:
			refuse.ServeHTTP(w, r)
		}
	})
}
