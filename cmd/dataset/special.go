package main

import "continuum/internal/campus"

// special is what the campuses.csv row of a campus does not say in a form that a
// program can read: the French note shown to the public, and what a careful reading
// of its English remarks changes.
type special struct {
	name      string // replaces the name
	nameNote  string // on the name
	labelNote string // on the first label, or on the only one
	laterNote string // on the later label
	hostNote  string
	hostConf  campus.Confidence
	cityConf  campus.Confidence // of the seat, when the remark doubts it
	sectorLow bool              // the sector is a guess
	approx    bool              // the name is approximate whatever the row says
	// unlabelled says why no label is recorded although the campus exists.
	unlabelled string
	// firstSources and firstConf are those of the announcement of the first label
	// when they are not those of the row.
	firstSources []campus.SourceID
	firstConf    campus.Confidence
	undated      bool // current_label_start dates something else than a label
	lowCategory  bool // the category is inferred
	act          campus.ActID
	// lastSources are the sources of the row that speak of the later label; the
	// others speak of the first.
	lastSources   []campus.SourceID
	firstCategory campus.Category   // of the first label, where the row tells only that of the last
	conf          campus.Confidence // of the facts, when it is not that of the row as a whole
	mapConf       campus.Confidence // of the attestation of September 2015
}

const (
	dateInferred = "Date déduite de la vague de labellisation."
	notChecked   = "Label national non vérifié : aucun label n’est enregistré."
	recallOnly   = "Aucune source consultée ne cite ce campus : aucun label n’est enregistré."
)

var specials = map[string]special{
	"bretagne-industries-de-la-mer": {
		lastSources: []campus.SourceID{"web:ar-nevez.org"}, conf: campus.High, mapConf: campus.High,
		labelNote:    "La fiche 13 du ministère le place sur la carte de septembre 2015 ; la date du 30 janvier 2015 est rappelée de mémoire.",
		laterNote:    "Catégorie excellence et financement PIA 3 cités pour 2021 ; l’arrêté et la durée n’ont pas été trouvés.",
		firstSources: []campus.SourceID{knowledge}, firstConf: campus.Medium,
	},
	"lannion-numerique-photonique":             {lastSources: []campus.SourceID{"web:ar-nevez.org"}, labelNote: "Site inauguré en 2016."},
	"bretagne-techniques-alimentaires":         {labelNote: "Vague rappelée de mémoire.", nameNote: "Intitulé exact et vague rappelés de mémoire."},
	"guingamp-education-artistique-culturelle": {unlabelled: notChecked, nameNote: "Cité une seule fois, par un tiers."},
	"oyonnax-plasturgie":                       {labelNote: "Premier campus inauguré, le 14 octobre 2013."},
	"grenoble-energies-campus": {
		nameNote:  "La continuité avec « Smart Energy Systems », nom plus récent, est déduite.",
		labelNote: "La source décrit la réponse à l’appel de 2013 ; l’attribution du label est déduite.",
	},
	"auvergne-aeronautique": {
		lastSources: []campus.SourceID{"web:ru24.net"},
		name:        "Aéronautique Auvergne", approx: true,
		nameNote: "Appelé aussi Aérocampus Auvergne ; intitulé plus récent : « Aéronautique et spatial, Auvergne-Rhône-Alpes ».",
	},
	"auvergne-design-materiaux-innovation": {
		labelNote: "Courrier d’attribution daté de mars 2015.",
		laterNote: "Renouvelé depuis selon un cycle de cinq ans, d’après son rapport 2023-2024.",
	},
	"clermont-numerique": {nameNote: "Seule la fiche 13 du ministère le nomme ; une confusion avec un autre campus de Clermont-Ferrand reste possible."},
	"lyon-lumiere":       {sectorLow: true},
	"vaulx-en-velin-urbanisme-construction": {
		laterNote: "Actif dès 2019 au plus tard ; la date de son premier label n’a pas été trouvée.",
	},
	"ara-auto-mobilites":                     {labelNote: "La ligne « mobilité » de l’arrêté d’avril 2022 (excellence, trois ans) désigne ce campus ou celui de l’aéronautique auvergnate."},
	"grenoble-mecanique-connectee":           {hostNote: "Établissement d’accueil rappelé de mémoire.", hostConf: campus.Low},
	"thonon-arts-de-vivre-tourisme":          {nameNote: "Intitulé rappelé de mémoire."},
	"bfc-microtechniques":                    {hostNote: "Déduit du lieu de l’annonce.", hostConf: campus.Low},
	"bfc-territoire-intelligent":             {name: "Territoire intelligent", approx: true, nameNote: "Sans doute devenu « Énergie et construction – Green City » : continuité déduite."},
	"bfc-industrie-technologique-innovante":  {name: "Industrie technologique innovante et performante", approx: true, nameNote: "Sans doute devenu « Industrie collaborative et innovante (ICI) » : changement de nom déduit."},
	"bfc-agroequipements":                    {unlabelled: "Labellisation espérée en mars 2020 selon la source ; aucun label n’est enregistré."},
	"cvl-patmat":                             {cityConf: campus.Low},
	"alsace-eco-construction-3e":             {labelNote: "Le jour du label de 2015 n’est pas donné.", laterNote: "Catégorie excellence déduite du financement PIA.", lowCategory: true},
	"lorraine-plasturgie":                    {labelNote: dateInferred, firstConf: campus.Medium},
	"lorraine-bois":                          {labelNote: dateInferred, firstConf: campus.Medium},
	"reims-bioeco-academy":                   {labelNote: "Lauréat PIA de l’appel « campus » du 8 juillet 2020 ; la date du label n’a pas été trouvée."},
	"mulhouse-industrie-futur-numerique":     {unlabelled: recallOnly},
	"hdf-image-numerique":                    {cityConf: campus.Medium, labelNote: "Deuxième campus du Nord-Pas-de-Calais."},
	"hdf-bioraffinerie-chimie-durable":       {labelNote: "Inauguré le 9 novembre 2017."},
	"hdf-ferroviaire-automobile-ecomobilite": {unlabelled: recallOnly},
	"hdf-industrie-transition-numerique":     {labelNote: "Inauguré le 11 avril 2023."},
	"hdf-metiers-art-patrimoine":             {labelNote: "L’année de l’annonce est déduite."},
	"hdf-batiment-systemes-energetiques":     {unlabelled: recallOnly},
	"idf-grand-roissy":                       {unlabelled: "La source décrit le projet ; l’attribution du label n’est pas établie : aucun label n’est enregistré.", nameNote: "L’Île-de-France n’avait qu’un campus avant mai 2016 ; celui-ci est le plus probable."},
	"idf-aeronautique-spatial-40":            {labelNote: "Absent de la liste francilienne d’octobre 2025 : échu, ou devenu « Industrie du futur »."},
	"idf-mode-metiers-art-design":            {firstCategory: campus.CategoryExcellence, hostNote: "Établissement d’accueil en 2020."},
	"idf-patrimoine-artisanat":               {firstCategory: campus.CategoryExcellence, lastSources: []campus.SourceID{orionList}, labelNote: "Cité parmi les campus d’excellence de février 2020.", laterNote: "Inscrit sans la mention excellence sur la liste d’octobre 2025."},
	"normandie-propulsions":                  {labelNote: "Commun aux académies de Caen et de Rouen ; premier conseil réuni au lycée Marcel-Sembat le 21 septembre 2015."},
	"normandie-biotechnologies":              {cityConf: campus.Medium, labelNote: "Second des deux nouveaux campus annoncés ; son nom est coupé dans l’extrait consulté."},
	"normandie-ceine":                        {lowCategory: true, labelNote: "Réunit les campus de Cherbourg et de Fécamp ; catégorie déduite."},
	"aquitaine-aerocampus":                   {lastSources: []campus.SourceID{"web:aerocampus.com"}, hostNote: "Annexe du lycée Flora-Tristan : rappelé de mémoire.", hostConf: campus.Low},
	"aquitaine-foret-bois":                   {labelNote: "Inauguré le 8 septembre 2016 ; la date du label n’a pas été trouvée."},
	"limousin-construction-durable":          {labelNote: "Créé en 2015, plus probablement en janvier qu’en décembre.", laterNote: "Intégré depuis au Campus régional du patrimoine bâti."},
	"royan-terre-mer-gastronomie":            {labelNote: "Inauguré le 29 avril 2016."},
	"poitou-charentes-aeronautique":          {cityConf: campus.Low},
	"thiviers-cuir-luxe":                     {labelNote: "Ouvert le 25 janvier 2019."},
	"occitanie-aeronautique-spatial":         {lastSources: []campus.SourceID{"web:univ-tlse2.fr"}, labelNote: "Sources contraires : fin 2016 selon la Région, « l’un des plus anciens » selon son IUT, 2013 de mémoire."},
	"pyrenees-tourisme":                      {labelNote: "Structure créée en juin 2017."},
	"montpellier-gastronomie-tourisme":       {unlabelled: recallOnly},
	"pdl-design-industrie-futur":             {labelNote: "Arrêté publié au Journal officiel du 23 avril 2022, connu par un compte rendu ; lancé le 15 juin 2022, huitième campus de la région.", act: "arrete-2022-04-15"},
	"occitanie-foret-bois":                   {labelNote: "Ouvert le 5 novembre 2024 ; treizième campus d’Occitanie."},
	"perpignan-eau":                          {unlabelled: "Création approuvée par l’académie et la Région ; label national non vérifié : aucun label n’est enregistré."},
	"pdl-aeronautique":                       {labelNote: "Existait avant août 2018."},
	"pdl-mode":                               {labelNote: "Existait avant août 2018.", cityConf: campus.Medium},
	"nice-tourisme-hotellerie":               {labelNote: "Annoncé en décembre 2014 : un label de janvier 2015 est probable, mais n’est pas établi."},
	"paca-mer":                               {hostNote: "Porteur du campus."},
	"paca-industrie-futur":                   {undated: true, labelNote: "Projet financé par France 2030 de 2021 à 2026 ; la date du label n’a pas été trouvée."},
	"reunion-genie-civil-milieu-tropical":    {labelNote: "A demandé la catégorie excellence en 2024."},
	"guyane-sante-social":                    {unlabelled: "Convention signée le 4 mai 2022 ; label national non vérifié : aucun label n’est enregistré."},
	"guyane-aeronautique-spatial":            {unlabelled: notChecked},
	"picardie-metallurgie-plasturgie":        {lastSources: []campus.SourceID{"web:lagazettefrance.fr-nucleofil"}},
	"decazeville-industrie-futur":            {lastSources: []campus.SourceID{"depot:decazeville"}},
}

// waves gives the loose waves a code that can stand in a URL; other codes are kept.
var waves = map[string]string{
	"2013 or 2016": "2013-ou-2016",
	"2019+":        "2019-et-apres",
	"2020+":        "2020-et-apres",
}

// sameBody names the bodies that members.csv gives with and without a commune.
var sameBody = map[string]string{
	"Cosmetic Valley": "Chartres",
}

// sectors are the 12 national filières, in their official order.
var sectors = []campus.Sector{
	{Code: "ALIM", Slug: "alimentaire-agroalimentaire", Label: "Alimentaire, agroalimentaire"},
	{Code: "CHIM", Slug: "chimie-biotechnologies", Label: "Chimie et biotechnologies"},
	{Code: "CREA", Slug: "creation-design-audiovisuel", Label: "Création, design, audiovisuel"},
	{Code: "BATI", Slug: "infrastructures-batiment-eco-construction", Label: "Infrastructures, bâtiment, éco-construction"},
	{Code: "MATE", Slug: "materiaux", Label: "Matériaux, matériaux innovants"},
	{Code: "MOBI", Slug: "mobilite-aeronautique-transports", Label: "Mobilité, aéronautique, transports terrestres et maritimes"},
	{Code: "NUME", Slug: "numerique-telecommunications", Label: "Numérique, télécommunications"},
	{Code: "SERV", Slug: "services-personne-bien-etre", Label: "Services à la personne, bien-être"},
	{Code: "LOGI", Slug: "services-entreprises-logistique", Label: "Services aux entreprises, logistique"},
	{Code: "MECA", Slug: "systemes-innovants-mecatronique", Label: "Systèmes innovants, mécatronique"},
	{Code: "TOUR", Slug: "tourisme-gastronomie", Label: "Tourisme, gastronomie"},
	{Code: "ENER", Slug: "transition-energetique-eco-industrie", Label: "Transition énergétique, éco-industrie"},
}
