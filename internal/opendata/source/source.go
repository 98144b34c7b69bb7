// Package source declares the official sources, one file each. To add one: write its
// file and its line here.
package source

import (
	"slices"

	"continuum/internal/opendata"
)

// All is every source, in an order in which each comes after those it refers to.
var All = slices.Concat(nomenclatures, []*opendata.Source{
	Departements,
	Communes,
	CommunesPoints,
	CommunesRegions,
	CodesPostaux,
	ZonesEmploi,
	BassinsEmploi,
	Population,
	Contours,
	Annuaire,
	EtablissementsSup,
	OrganismesApprentissage,
	EtablissementsGeo,
	LyceesResultats,
	LyceesIPS,
	LyceesIDF,
	EcolesDoctorales,
	OnisepActionsLycee,
	OnisepActionsSup,
	OnisepStructuresSecondaire,
	OnisepStructuresSup,
	VoiePro,
	Constat,
	BTS,
	Parcoursup,
	Cartographie,
	Masters,
	InserJeunesRegion,
	InserJeunesLycee,
	InserJeunesCFA,
	InserJeunesLyceeFine,
	InserJeunesCFAFine,
	InserSup,
	InsertionLP,
	InsertionMaster,
	InsertionDUT,
	InsertionDoctorat,
	FAP,
	FAPRome,
	BMO,
	MetiersTension,
	ChomageDepartements,
	ChomageRegions,
})

// ByID returns a source, nil when there is none.
func ByID(id string) *opendata.Source {
	for _, s := range All {
		if s.ID == id {
			return s
		}
	}
	return nil
}
