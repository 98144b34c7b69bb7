package account

import "slices"

// Role is what someone is in the life of the label.
type Role string

// The roles. Pupils, families and employers need none: what they read is public.
const (
	RegionRector      Role = "region_rector"        // recteur de région académique, joint proposer
	AcademieRector    Role = "academie_rector"      // recteur d'académie
	RegionPresident   Role = "region_president"     // president of the regional council, joint proposer
	RegionalDelegate  Role = "regional_delegate"    // DRAFPIC, DRAFPICA
	AcademieDelegate  Role = "academie_delegate"    // DAFPIC
	Coordinator       Role = "regional_coordinator" // coordinator of the campuses of a region, where there is one
	Correspondent     Role = "correspondent"        // référent académique campus
	RegionOfficer     Role = "region_officer"       // service of the Region
	CaenSecretary     Role = "caen_secretary"
	CrefopSecretary   Role = "crefop_secretary"
	Carrier           Role = "carrier"    // establishment that carries the dossier
	Governance        Role = "governance" // body that steers a campus
	CampusPresident   Role = "campus_president"
	Director          Role = "director"        // directeur opérationnel
	ProjectOfficer    Role = "project_officer" // chargé de mission, of a campus or a project
	Member            Role = "member"          // organisation in a campus
	Expert            Role = "expert"
	PanelPresident    Role = "panel_president"
	Cnee              Role = "cnee"             // rules of 2014
	NationalOfficer   Role = "national_officer" // DGESCO
	MinistryOfficer   Role = "ministry_officer" // DGESIP, DGRI, DGE, DGEFP
	Minister          Role = "minister"         // or who signs for one
	Inspector         Role = "inspector"        // IGESR, inspection on mission
	Funder            Role = "funder"           // Banque des Territoires, SGPI
	Network           Role = "network"          // animation between peers
	Auditor           Role = "auditor"
	ProtectionOfficer Role = "protection_officer" // data protection officer
	Administrator     Role = "administrator"      // of the accounts of this site
)

// side is where a role stands when interests are to be kept apart.
type side uint8

const (
	apart      side = iota // neither proposes nor is proposed
	proposing              // signs, instructs or is consulted for a region
	applying               // speaks for a campus
	evaluating             // reads as an expert
)

// roleInfo is what there is to know of a role.
type roleInfo struct {
	role      Role
	scopes    []ScopeKind // where it may be granted
	side      side
	delegable bool   // whether who holds it may have it exercised by another for a time
	gives     []Role // what who holds it may grant to others, within its scope
}

var (
	anyNational = []ScopeKind{National}
	inRegion    = []ScopeKind{AcademicRegion}
	inAcademie  = []ScopeKind{Academie}
	inCampus    = []ScopeKind{CampusScope}
)

// roleTable is every role, in the order of the documents.
var roleTable = []roleInfo{
	{RegionRector, inRegion, proposing, true, nil},
	{AcademieRector, inAcademie, proposing, true, nil},
	{RegionPresident, []ScopeKind{Region}, proposing, true, []Role{RegionOfficer, CrefopSecretary}},
	{RegionalDelegate, inRegion, proposing, true, []Role{AcademieDelegate, Coordinator, Correspondent, CaenSecretary, Director, Carrier}},
	{AcademieDelegate, inAcademie, proposing, true, []Role{Correspondent, CaenSecretary, Director, Carrier}},
	{Coordinator, []ScopeKind{AcademicRegion, Region}, proposing, false, nil},
	{Correspondent, inAcademie, proposing, false, nil},
	{RegionOfficer, []ScopeKind{Region}, proposing, true, nil},
	{CaenSecretary, inAcademie, proposing, true, nil},
	{CrefopSecretary, []ScopeKind{Region}, proposing, true, nil},
	{Carrier, []ScopeKind{CampusScope, Organisation, DossierScope}, applying, true, []Role{ProjectOfficer}},
	{Governance, inCampus, applying, true, nil},
	{CampusPresident, inCampus, applying, true, nil},
	{Director, inCampus, applying, true, []Role{ProjectOfficer, Governance, CampusPresident, Carrier, Member}},
	{ProjectOfficer, []ScopeKind{CampusScope, DossierScope}, applying, false, nil},
	{Member, []ScopeKind{Organisation}, applying, true, nil},
	{Expert, anyNational, evaluating, false, nil},
	{PanelPresident, anyNational, evaluating, false, nil},
	{Cnee, anyNational, apart, false, nil},
	{NationalOfficer, anyNational, apart, true, []Role{
		RegionRector, AcademieRector, RegionPresident, RegionalDelegate, AcademieDelegate, Coordinator, Correspondent, RegionOfficer, CaenSecretary,
		CrefopSecretary, Carrier, Governance, CampusPresident, Director, Member, Expert, PanelPresident, Cnee, MinistryOfficer, Inspector, Funder, Network,
	}},
	{MinistryOfficer, anyNational, apart, true, nil},
	{Minister, anyNational, apart, true, nil},
	{Inspector, []ScopeKind{National, AcademicRegion, Academie}, apart, false, nil},
	{Funder, anyNational, apart, true, nil},
	{Network, anyNational, apart, false, nil},
	{Auditor, anyNational, apart, false, nil},
	{ProtectionOfficer, anyNational, apart, false, nil},
	{Administrator, anyNational, apart, false, Roles()},
}

// Roles lists every role, in the order of the documents.
func Roles() []Role {
	return []Role{
		RegionRector, AcademieRector, RegionPresident, RegionalDelegate, AcademieDelegate, Coordinator, Correspondent, RegionOfficer,
		CaenSecretary, CrefopSecretary, Carrier, Governance, CampusPresident, Director, ProjectOfficer, Member, Expert, PanelPresident, Cnee,
		NationalOfficer, MinistryOfficer, Minister, Inspector, Funder, Network, Auditor, ProtectionOfficer, Administrator,
	}
}

// info is the line of a role, a line of nothing when there is no such role.
func (r Role) info() roleInfo {
	if i := slices.IndexFunc(roleTable, func(i roleInfo) bool { return i.role == r }); i >= 0 {
		return roleTable[i]
	}
	return roleInfo{}
}

// Scopes are the kinds of scope that the role is granted on; none for what is no role.
func (r Role) Scopes() []ScopeKind { return slices.Clone(r.info().scopes) }

// guarded reports whether the role opens what is not one campus's own: all but those who
// speak for a campus or a partner.
func (r Role) guarded() bool { return r.info().side != applying }

// Delegable reports whether who holds the role may have another exercise it for a time.
func (r Role) Delegable() bool { return r.info().delegable }

// Gives are the roles that who holds this one may grant within the same scope.
func (r Role) Gives() []Role { return slices.Clone(r.info().gives) }
