package campus

// OrgID identifies an organisation.
type OrgID string

// Kind is the sort of an organisation.
type Kind string

// The kinds of organisations.
const (
	LyceePro          Kind = "lycee_professionnel"
	LyceePolyvalent   Kind = "lycee_polyvalent"
	LyceeGT           Kind = "lycee_general_techno"
	CFA               Kind = "cfa"
	GRETA             Kind = "greta"
	TrainingBody      Kind = "organisme_formation"
	University        Kind = "universite"
	IUT               Kind = "iut"
	EngineeringSchool Kind = "ecole_ingenieurs"
	School            Kind = "ecole"
	Laboratory        Kind = "laboratoire"
	Company           Kind = "entreprise"
	Federation        Kind = "federation"
	Cluster           Kind = "pole_competitivite"
	Association       Kind = "association"
	LocalAuthority    Kind = "collectivite"
	StateBody         Kind = "administration"
	OtherKind         Kind = "autre"
)

// Kinds lists the kinds in the order in which pages show members.
var Kinds = []Kind{
	LyceePro, LyceePolyvalent, LyceeGT, CFA, GRETA, TrainingBody, University, IUT,
	EngineeringSchool, School, Laboratory, Company, Federation, Cluster, Association,
	LocalAuthority, StateBody, OtherKind,
}

// Organisation is anything that can be a member of a campus.
type Organisation struct {
	ID      OrgID
	Name    string
	Kind    Kind
	UAI     UAI    // empty when it has none or it is unknown
	SIRET   SIRET  // empty when unknown
	City    string // as the source gives it, empty when unknown
	Commune string // INSEE code, empty when unknown
	Lat     float64
	Lon     float64 // WGS84 degrees; both 0 when unknown
	Provenance
}

// HasPoint reports whether the organisation has a place on a map.
func (o *Organisation) HasPoint() bool { return o.Lat != 0 || o.Lon != 0 }

// Role is the part that a member plays in a campus.
type Role string

// The roles, in the order in which pages show them.
const (
	Carrier     Role = "porteur"
	HeadNetwork Role = "tete_de_reseau"
	Support     Role = "etablissement_support"
	Member      Role = "membre"
	Partner     Role = "partenaire"
)

// Roles lists the roles in order.
var Roles = []Role{Carrier, HeadNetwork, Support, Member, Partner}

// Standing says whether a membership is established. Candidates are kept apart,
// for the people who check them: no public page, list or count shows one.
type Standing string

// The standings.
const (
	Named     Standing = "named_in_source" // a source names the body with the campus
	Confirmed Standing = "confirmed"       // an operator recorded it with its source
	Candidate Standing = "candidate"       // plausible, not established
)

// Membership is an organisation in a campus.
type Membership struct {
	ID           string
	Campus       ID
	Organisation OrgID
	Role         Role
	Standing     Standing
	Convention   string // reference of the signed agreement, empty when unknown
	Valid        Period
	Provenance
}

// Public reports whether the membership may be shown.
func (m *Membership) Public() bool { return m.Standing == Named || m.Standing == Confirmed }
