// Package dcat is the catalog of the site's data in the words of DCAT-AP, the European
// profile of the W3C's vocabulary, as JSON-LD: what national portals harvest. It lists
// what the site gives, in each of its forms, and the official datasets that it comes from.
package dcat

import (
	"encoding/json"
	"strings"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Path is where the catalog is.
const Path = "/donnees/catalog.jsonld"

// Page answers the catalog, in French: it is for machines, and the words that it
// describes are French.
func Page(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	b, err := json.MarshalIndent(describe(r), "", " ")
	if err != nil {
		return page.Answer{}, fault.New(fault.Internal, "error.internal").Because(err)
	}
	return page.Answer{Raw: append(b, '\n'), ContentType: "application/ld+json"}, nil
}

// document is the catalog as JSON-LD.
type document struct {
	Context     prefixes  `json:"@context"`
	ID          string    `json:"@id"`
	Type        string    `json:"@type"`
	Title       words     `json:"dct:title"`
	Description words     `json:"dct:description"`
	Publisher   agent     `json:"dct:publisher"`
	Language    []ref     `json:"dct:language"`
	Homepage    ref       `json:"foaf:homepage"`
	Modified    literal   `json:"dct:modified"`
	Spatial     ref       `json:"dct:spatial"`
	Themes      ref       `json:"dcat:themeTaxonomy"`
	Datasets    []dataset `json:"dcat:dataset"`
	Services    []service `json:"dcat:service"`
}

// dataset is one that the site gives, or an official one.
type dataset struct {
	ID            string         `json:"@id"`
	Type          string         `json:"@type"`
	Identifier    string         `json:"dct:identifier"`
	Title         words          `json:"dct:title"`
	Description   words          `json:"dct:description"`
	Publisher     agent          `json:"dct:publisher"`
	Theme         *ref           `json:"dcat:theme,omitempty"`
	Keywords      []words        `json:"dcat:keyword,omitempty"`
	Modified      *literal       `json:"dct:modified,omitempty"`
	Temporal      *literal       `json:"dct:temporal,omitempty"`
	LandingPage   *ref           `json:"dcat:landingPage,omitempty"`
	Spatial       *ref           `json:"dct:spatial,omitempty"`
	Version       string         `json:"dcat:version,omitempty"`
	Sources       []ref          `json:"dct:source,omitempty"`
	Licence       *ref           `json:"dct:license,omitempty"`
	Rights        *rights        `json:"dct:rights,omitempty"`
	Distributions []distribution `json:"dcat:distribution,omitempty"`
}

// distribution is one form of a dataset.
type distribution struct {
	ID          string `json:"@id"`
	Type        string `json:"@type"`
	Title       words  `json:"dct:title"`
	AccessURL   ref    `json:"dcat:accessURL"`
	DownloadURL *ref   `json:"dcat:downloadURL,omitempty"`
	MediaType   ref    `json:"dcat:mediaType"`
	Format      ref    `json:"dct:format"`
	Rights      rights `json:"dct:rights"`
}

// service is the interface that answers questions about the datasets.
type service struct {
	ID          string `json:"@id"`
	Type        string `json:"@type"`
	Title       words  `json:"dct:title"`
	Endpoint    ref    `json:"dcat:endpointURL"`
	Description ref    `json:"dcat:endpointDescription"`
	Serves      []ref  `json:"dcat:servesDataset"`
}

type ref struct {
	ID string `json:"@id"`
}

type words struct {
	Lang string `json:"@language"`
	Text string `json:"@value"`
}

type literal struct {
	Type  string `json:"@type,omitempty"`
	Value string `json:"@value"`
}

type agent struct {
	Type string `json:"@type"`
	Name words  `json:"foaf:name"`
}

type rights struct {
	Type  string `json:"@type"`
	Label words  `json:"rdfs:label"`
}

type prefixes struct {
	DCAT string `json:"dcat"`
	DCT  string `json:"dct"`
	FOAF string `json:"foaf"`
	RDFS string `json:"rdfs"`
	XSD  string `json:"xsd"`
}

var namespaces = prefixes{
	DCAT: "http://www.w3.org/ns/dcat#", DCT: "http://purl.org/dc/terms/", FOAF: "http://xmlns.com/foaf/0.1/",
	RDFS: "http://www.w3.org/2000/01/rdf-schema#", XSD: "http://www.w3.org/2001/XMLSchema#",
}

// Entries of the tables of the Publications Office of the Union.
const (
	authority = "http://publications.europa.eu/resource/authority/"
	french    = authority + "language/FRA"
	france    = authority + "country/FRA"
	education = authority + "data-theme/EDUC"
	themes    = authority + "data-theme"
)

// licences are the addresses of licences, by the codes of the project.
var licences = map[string]string{
	"licence-ouverte-2.0": "https://spdx.org/licenses/etalab-2.0",
	"ODbL-1.0":            "https://spdx.org/licenses/ODbL-1.0",
	"MIT":                 "https://spdx.org/licenses/MIT",
}

func fr(s string) words       { return words{"fr", s} }
func named(name string) agent { return agent{"foaf:Agent", fr(name)} }

// describe makes the catalog of what a request sees.
func describe(r *page.Request) document {
	base := r.Site.BaseURL
	publisher := r.Site.Operator.Name
	if publisher == "" {
		publisher = "Continuum"
	}
	doc := document{
		Context: namespaces, ID: base + Path, Type: "dcat:Catalog",
		Title:       fr("Campus des métiers et des qualifications, et offre nationale de formation"),
		Description: fr("Le registre ouvert des campus, l’offre de formation du CAP au doctorat et ce qui en est calculé, avec la source et la licence de chaque élément."),
		Publisher:   named(publisher), Language: []ref{{french}}, Homepage: ref{base + "/donnees"},
		Modified: instant(r.Catalog.Built), Spatial: ref{france}, Themes: ref{themes},
	}
	sources := officialSources(r.Catalog)
	all := append(register(r.Catalog), national(r.Catalog.Training)...)
	served := make([]ref, 0, len(all))
	for i := range all {
		d := all[i].dataset(base, publisher, r.Catalog)
		doc.Datasets, served = append(doc.Datasets, d), append(served, ref{d.ID})
	}
	doc.Datasets = append(doc.Datasets, sources...)
	doc.Services = []service{{
		ID: base + "/api/v1", Type: "dcat:DataService", Title: fr("Interface ouverte"),
		Endpoint: ref{base + "/api/v1"}, Description: ref{base + "/api/v1/openapi.json"}, Serves: served,
	}}
	return doc
}

func instant(t time.Time) literal { return literal{"xsd:dateTime", t.UTC().Format(time.RFC3339)} }

// officialID is the identifier of an official dataset in the catalog.
func officialID(id string) string { return "urn:continuum:source:" + id }

// officialSources are the official datasets that the offer comes from, those of which no
// file is at hand included: the hole is said.
func officialSources(c *catalog.Catalog) []dataset {
	all := make([]dataset, 0, len(c.Training.Sources))
	for i := range c.Training.Sources {
		all = append(all, official(&c.Training.Sources[i]))
	}
	return all
}

func official(p *training.Provenance) dataset {
	d := dataset{
		ID: officialID(p.ID), Type: "dcat:Dataset", Identifier: p.ID, Title: fr(p.Title), Description: fr(p.Title), Publisher: named(p.Publisher),
		Theme: &ref{education}, Spatial: &ref{france},
	}
	if p.Dataset != "" {
		d.Identifier = p.Dataset
	}
	switch {
	case !p.Present && p.Unpublished != "":
		d.Description = fr(p.Unpublished)
	case p.Note != "":
		d.Description = fr(p.Note)
	}
	if strings.HasPrefix(p.Page, "https://") {
		d.LandingPage = &ref{p.Page}
	}
	if p.Vintage != "" {
		d.Temporal = &literal{Value: p.Vintage}
	}
	if p.Recorded != 0 {
		at := instant(time.Unix(p.Recorded, 0))
		d.Modified = &at
	}
	if url := licences[p.Licence]; url != "" {
		d.Licence = &ref{url}
	} else {
		d.Rights = &rights{"dct:RightsStatement", fr("Le producteur n’énonce pas de licence : le nommer, et vérifier avant de réutiliser.")}
	}
	return d
}
