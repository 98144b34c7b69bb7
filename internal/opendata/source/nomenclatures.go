package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// Producers and places of publication that several sources share.
const (
	depp       = "Ministère de l'Éducation nationale, DEPP"
	bcn        = "Base centrale des nomenclatures (BCN)"
	bcnNote    = "Copie d'un dépôt public, 2023 à 2025 selon la table ; la version courante est à la BCN."
	dgesco     = "Ministère de l'Éducation nationale, DGESCO"
	francecpt  = "France compétences"
	rncpPage   = "https://www.data.gouv.fr/datasets/repertoire-national-des-certifications-professionnelles-et-repertoire-specifique"
	travail    = "France Travail"
	romePage   = "Open data du ROME, France Travail"
	onisep     = "Onisep"
	onisepPage = "https://opendata.onisep.fr"
	// onisepFiles is where Onisep keeps each dataset, under its identifier, twice.
	onisepFiles = "https://api.opendata.onisep.fr/downloads/"
	orionPage   = "Dépôt public « Orion » du ministère"
	orionNote   = "Table tenue par l'équipe Orion, état de 2023 ou 2024 ; absente des portails de données."
	cqlpPage    = "Dépôt public « C'est qui le pro ? »"
	cqlp        = "Équipe « C'est qui le pro ? », ministères de l'Éducation nationale et du Travail"
	esco        = "Commission européenne, ESCO"
	escoPage    = "https://esco.ec.europa.eu/fr/use-esco/download"
	escoNote    = "Version 1.0, de 2018 à 2020 : descriptions françaises vides, aucun lien vers le ROME."
)

// nomenclatures are the sources of codes and labels: diplomas, certifications,
// trainings and occupations. None refers to a source of another block.
var nomenclatures = []*opendata.Source{
	NSFCategories, NSFDomaines, NSF,
	Niveaux, Diplomes, Lignees, Dispositifs, MEF,
	TypesGroupes, Groupes, GroupesLiens,
	FamillesMetiers, FamillesBCN, FamillesMEF, OptionsBTS,
	Regroupements, Disciplines, ActionsPrioritaires,
	DomainesProfessionnels, ROME, Appellations, ROMEJeunes,
	RNCP, RNCPFiliations, RNCPRome, RNCPNSF, RNCPBlocs, RNCPCertificateurs, RNCPVoies,
	RNCPFormacode, RNCPCCN, RNCPPartenaires, RNCPFiches, DiplomesProfessionnels,
	OnisepFichesMetiers, OnisepMetiers, OnisepFormations, OnisepFichesFormations,
	CertifInfo, KitApprentissage,
	OnisepOptions, OnisepJPO, OnisepFichesCourtes,
	FormationsSimilaires, MotsCles,
	ESCOGroupes, ESCOProfessions, ESCOHierarchieProfessions,
	ESCOGroupesCompetences, ESCOCompetences, ESCOHierarchieCompetences,
}

// bcnFormat is how the BCN exports its tables: in UTF-8 or windows-1252, never in quotes.
var bcnFormat = format.Format{Kind: format.CSV, Unquoted: true}
