package main

import "continuum/internal/campus"

// What the ministry's sheet of September 2015 says of the Brittany campus, in its
// order: the one campus that it describes.
const brittany = "bretagne-industries-de-la-mer"

var brittanyLists = []struct {
	property campus.Property
	values   []string
}{
	{campus.ProfessionalSector, []string{
		"mer (pêche, conchyliculture, poissonnerie, mareyage)", "transport et logistique", "travaux publics",
		"industries agricoles et alimentaires", "métallurgie", "bâtiment", "agriculture", "nautisme", "propreté",
	}},
	{campus.TrainingField, []string{"chaudronnerie et soudure", "électrotechnique", "maintenance", "électronique"}},
	{campus.Aim, []string{"construction navale", "nautisme", "énergies marines renouvelables"}},
	{campus.PartnerKind, []string{
		string(campus.LyceePro), string(campus.LyceePolyvalent), string(campus.CFA), string(campus.GRETA),
		string(campus.TrainingBody), string(campus.University), string(campus.IUT), string(campus.EngineeringSchool),
		string(campus.School), string(campus.Company), string(campus.Laboratory),
	}},
}

// milestones are the official counts met in public pages.
var milestones = []struct {
	id, on, text, note string
	count              int
	confidence         campus.Confidence
	sources            []campus.SourceID
}{
	{"2013-fin", "2013-11", "campus labellisés, dans douze régions", "Les douze premiers ont été nommés en septembre et octobre 2013.", 14, campus.Medium, []campus.SourceID{"web:banquedesterritoires.fr"}},
	{"2015-01", "2015-01-30", "campus labellisés (14 de 2013 et 17 nouveaux)", "", 31, campus.High, []campus.SourceID{"web:banquedesterritoires.fr", "web:prisme-asso.org"}},
	{"2015-09", "2015-09", "campus labellisés, sur la carte nationale", "", 31, campus.High, []campus.SourceID{sheet13}},
	{"2015-12", "2015-12-02", "campus labellisés", "", 37, campus.Medium, []campus.SourceID{"web:aefinfo.fr"}},
	{"2016-01", "2016-01-29", "campus labellisés", "", 47, campus.Medium, []campus.SourceID{"web:caissedesdepotsdesterritoires.fr"}},
	{"2016-06", "2016-06", "campus labellisés", "", 49, campus.Medium, []campus.SourceID{"web:seine-et-marne-invest.com"}},
	{"2016-10", "2016-10", "campus labellisés", "", 51, campus.Medium, []campus.SourceID{"web:banquedesterritoires.fr-2016-10"}},
	{"2017-02", "2017-02-13", "campus labellisés (dont 26 nouveaux)", "", 77, campus.Medium, []campus.SourceID{"web:villagesfm.com"}},
	{"2017-11", "2017-11", "campus labellisés", "", 78, campus.Medium, []campus.SourceID{"web:action-agricole-picarde.com"}},
	{"2019", "2019", "campus labellisés", "", 95, campus.Medium, []campus.SourceID{"web:banquedesterritoires.fr"}},
}
