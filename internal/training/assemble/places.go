package assemble

import (
	"strconv"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// place is an establishment in the making.
type place struct {
	training.Establishment
	pos       int32
	kept      bool // it teaches, whatever its offers
	general   bool // has the general route
	technical bool // has results of the general or technological baccalauréat
	pro       bool // has vocational offers below level 5
	training  bool // known as a body of apprenticeship
	private   bool // private, its contract unknown
	contract  bool // under contract by some source
}

// communes reads the basins of communes; all else of communes is in the atlas.
func (b *builder) communes() {
	b.scan(source.BassinsEmploi, "code_commune bassin", func(v []string) { b.basins[v[0]] = v[1] })
	b.scan(source.Communes, "code bassin", func(v []string) {
		if b.basins[v[0]] == "" && v[1] != "" {
			b.basins[v[0]] = v[1]
		}
	})
}

// establishments reads those of every source. The first source that knows a place wins,
// attribute by attribute: the directory of schools, the main higher establishments, the
// bodies of apprenticeship, the places of courses, the derived file.
func (b *builder) establishments() {
	b.annuaire()
	b.scan(source.LyceesResultats, "uai voie adresse code_postal latitude longitude secteur", func(v []string) {
		p := b.places[v[0]]
		if p == nil {
			return // results of a lycée that has closed
		}
		p.technical = p.technical || v[1] == "gt"
		p.contract = p.contract || strings.HasPrefix(geo.Fold(v[6]), "prive")
		b.fill(p, filled{address: v[2], postcode: v[3], lat: v[4], lon: v[5], source: source.LyceesResultats})
	})
	b.scan(source.LyceesIPS, "uai secteur", func(v []string) {
		if p := b.places[v[0]]; p != nil {
			p.contract = p.contract || strings.HasPrefix(geo.Fold(v[1]), "prive sous contrat")
		}
	})
	b.scan(source.EtablissementsSup, "uai nom type secteur adresse code_postal code_commune commune latitude longitude web", func(v []string) {
		if v[0] == "" {
			return
		}
		kind := training.HigherSchool
		if v[2] == "Université" {
			kind = training.University
		}
		b.fill(b.place(v[0], source.EtablissementsSup), filled{
			v[1], kind, v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], source.EtablissementsSup,
		})
	})
	b.scan(source.OrganismesApprentissage, "uai nom adresse code_postal code_commune commune latitude longitude ferme", func(v []string) {
		if v[8] == "1" && b.places[v[0]] == nil {
			return
		}
		p := b.place(v[0], source.OrganismesApprentissage)
		p.training = true
		b.fill(p, filled{v[1], training.CFA, "", v[2], v[3], v[4], v[5], v[6], v[7], "", source.OrganismesApprentissage})
	})
	b.scan(source.Parcoursup, "uai etablissement statut latitude longitude", func(v []string) {
		if v[0] == "" {
			return
		}
		p := b.place(v[0], source.Parcoursup)
		p.contract = p.contract || strings.HasPrefix(geo.Fold(v[2]), "prive sous contrat")
		b.fill(p, filled{name: v[1], kind: kindByName(v[1]), status: v[2], lat: v[3], lon: v[4], source: source.Parcoursup})
	})
	b.scan(source.EtablissementsGeo, "uai nom secteur adresse code_postal code_commune commune latitude longitude", func(v []string) {
		if p := b.places[v[0]]; p != nil && p.PointSource != training.None || p == nil && !b.mentioned[v[0]] {
			return
		}
		b.fill(b.place(v[0], source.EtablissementsGeo), filled{
			v[1], kindByName(v[1]), v[2], v[3], v[4], v[5], v[6], v[7], v[8], "", source.EtablissementsGeo,
		})
	})
}

// mention notes the establishments that offers and outcomes speak of: of two thirds of
// the directory, the primary schools, nobody does.
func (b *builder) mention() {
	for _, src := range []*opendata.Source{
		source.VoiePro, source.BTS, source.Constat, source.Parcoursup, source.Masters,
		source.InserJeunesLycee, source.InserJeunesCFA,
	} {
		b.scan(src, "uai", func(v []string) { b.mentioned[v[0]] = true })
	}
	b.scan(source.EcolesDoctorales, "uai_support uai_coaccredites", func(v []string) {
		b.mentioned[v[0]] = true
		for _, uai := range list(v[1]) {
			b.mentioned[uai] = true
		}
	})
}

func (b *builder) annuaire() {
	columns := "uai nom type secteur contrat adresse code_postal code_commune commune latitude longitude web " +
		"voie_generale hebergement eleves libelle_nature etat"
	b.scan(source.Annuaire, columns, func(v []string) {
		kind, teaches := kindByType(v[2], v[15], v[1])
		if !teaches && !b.mentioned[v[0]] {
			return
		}
		p := b.place(v[0], source.Annuaire)
		p.kept = teaches
		b.fill(p, filled{v[1], kind, v[3], v[5], v[6], v[7], v[8], v[9], v[10], v[11], source.Annuaire})
		p.general = v[12] == "1"
		p.contract = strings.Contains(geo.Fold(v[4]), "contrat") && !strings.HasPrefix(geo.Fold(v[4]), "hors")
		p.Pupils = training.Number(v[14])
		switch v[13] {
		case "1":
			p.Boarding = training.Yes
		case "0":
			p.Boarding = training.No
		}
	})
}

// place returns the establishment of a UAI, made on the word of a source.
func (b *builder) place(uai string, src *opendata.Source) *place {
	if p, ok := b.places[uai]; ok {
		return p
	}
	p := &place{Establishment: training.Establishment{UAI: uai, Source: b.source(src), PointSource: training.None}}
	b.places[uai] = p
	return p
}

// filled is what a source says of an establishment; empty for what it doesn't.
type filled struct {
	name                    string
	kind                    training.EstablishmentKind
	status                  string // "Public", "Privé"…
	address, postcode       string
	commune, city, lat, lon string
	web                     string
	source                  *opendata.Source
}

// fill adds what no source before has said.
func (b *builder) fill(p *place, f filled) {
	first := func(at *string, s string) {
		if *at == "" {
			*at = s
		}
	}
	if p.Name == "" {
		p.Name, p.Source = f.name, b.source(f.source)
	}
	if p.Kind == "" {
		p.Kind = f.kind
	}
	first(&p.Address, f.address)
	first(&p.Postcode, f.postcode)
	first(&p.Commune, f.commune)
	first(&p.City, f.city)
	first(&p.Website, f.web)
	switch status := geo.Fold(f.status); {
	case p.Public != "" || p.private || status == "":
	case status == "public":
		p.Public = training.IsPublic
	default:
		p.private = true
	}
	if p.PointSource == training.None && f.lat != "" && f.lon != "" {
		p.Point = point(f.lat, f.lon)
		p.PointSource = b.source(f.source)
	}
}

func point(lat, lon string) geo.Point {
	y, errY := strconv.ParseFloat(lat, 64)
	x, errX := strconv.ParseFloat(lon, 64)
	if errY != nil || errX != nil {
		return geo.Point{}
	}
	return geo.Point{Lat: y, Lon: x}
}

// kindByType reads the words of the directory. teaches is true for what the model holds
// even without an offer: collèges, whose pupils are those who choose, lycées and EREA.
func kindByType(kind, nature, name string) (training.EstablishmentKind, bool) {
	switch kind {
	case "Collège":
		return training.College, true
	case "EREA":
		return training.Erea, true
	case "Lycée":
		switch words := geo.Fold(nature + " " + name); {
		case strings.Contains(words, "professionnel"):
			return training.LyceePro, true
		case strings.Contains(words, "polyvalent"):
			return training.LyceePolyvalent, true
		}
		return training.LyceeGeneral, true
	}
	return training.OtherKind, false
}

// kindByName reads a name when nobody tells the kind.
func kindByName(name string) training.EstablishmentKind {
	folded := " " + geo.Fold(name) + " "
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(folded, " "+w+" ") {
				return true
			}
		}
		return false
	}
	switch {
	case has("lycee professionnel", "lp"):
		return training.LyceePro
	case has("lycee polyvalent", "lpo"):
		return training.LyceePolyvalent
	case has("lycee"):
		return training.LyceeGeneral
	case has("cfa", "centre de formation d apprentis"):
		return training.CFA
	case has("universite", "iut", "ufr", "i u t"):
		return training.University
	case has("ecole", "institut", "isen", "insa"):
		return training.HigherSchool
	}
	return training.OtherKind
}

// finishEstablishments puts those that teach in order, in their territory, and says
// what is doubtful in their points.
func (b *builder) finishEstablishments() {
	for _, uai := range sortedKeys(b.places) {
		p := b.places[uai]
		if !p.kept {
			continue
		}
		b.locate(p)
		p.status()
		if p.Name == "" {
			p.Name = uai
		}
		p.pos = int32(len(b.m.Establishments))
		b.m.Establishments = append(b.m.Establishments, p.Establishment)
	}
}

// status settles what needs all sources.
func (p *place) status() {
	switch {
	case p.private && p.contract:
		p.Public = training.PrivateContract
	case p.private && p.Kind != training.College:
		// The lists of lycées under contract are whole; of collèges there is none.
		p.Public = training.Private
	}
	if p.Kind == "" || p.Kind == training.OtherKind {
		p.Kind = training.OtherKind
		if p.training {
			p.Kind = training.CFA
		}
	}
	// The directory doesn't tell a general lycée from one that has every route.
	if p.Kind != training.LyceeGeneral {
		return
	}
	switch general := p.general || p.technical; {
	case general && p.pro:
		p.Kind = training.LyceePolyvalent
	case p.pro:
		p.Kind = training.LyceePro
	case !general && !strings.Contains(geo.Fold(p.Name), "lycee"):
		p.Kind = training.OtherKind // a school that the directory ranks with lycées
	}
}

// locate finds the territory of an establishment: by its commune, else by its point,
// else by its UAI, which begins with the number of a département.
func (b *builder) locate(p *place) {
	if c := b.atlas.Commune(p.Commune); c != nil {
		p.Departement, p.Academie, p.Region = c.Departement, c.Academie, c.Region
		p.Basin = b.basins[c.Code]
		if p.City == "" {
			p.City = c.Name
		}
		if p.Postcode == "" && len(c.Postcodes) == 1 {
			p.Postcode = c.Postcodes[0]
		}
		if !p.Point.IsZero() && geo.Km(p.Point, c.Point) > training.FarKm {
			p.PointDoubt = training.DoubtFar
		}
		return
	}
	var d *geo.Territory
	if !p.Point.IsZero() {
		d = b.atlas.LocateDepartement(p.Point)
	}
	if d == nil {
		d = b.atlas.Territory(geo.Departement, departementOf(p.UAI))
		if !p.Point.IsZero() && d != nil && b.offshore(p.Point, d.Code) {
			p.PointDoubt = training.DoubtSea
		}
	}
	if d != nil {
		p.Departement, p.Academie, p.Region = d.Code, d.Academie, d.Region
	}
	if p.PointDoubt == "" && p.PointSource == b.source(source.Parcoursup) {
		p.PointDoubt = training.DoubtCourse
	}
}

// offshore reports whether a point that no contour holds is far from all communes of a
// département: contours are drawn to a kilometre, and schools stand on quays.
func (b *builder) offshore(p geo.Point, departement string) bool {
	for i := range b.atlas.Communes {
		if c := &b.atlas.Communes[i]; c.Departement == departement && geo.Km(p, c.Point) <= training.FarKm {
			return false
		}
	}
	return true
}

// departementOf reads the département of a UAI: 029 is 29, 974 is 974, and Corsica has
// kept the numbers that its two départements were given in 1976.
func departementOf(uai string) string {
	if len(uai) < 3 {
		return ""
	}
	switch code := uai[:3]; {
	case code == "620":
		return "2A"
	case code == "720":
		return "2B"
	case code[0] == '0':
		return code[1:]
	default:
		return code
	}
}
