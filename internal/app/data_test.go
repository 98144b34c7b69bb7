package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// Every address that the catalog of data gives answers, in the form that it says.
func TestDataCatalogLeadsToData(t *testing.T) {
	if testing.Short() {
		t.Skip("it follows every link, one after the other")
	}
	t.Parallel()
	a, _ := start(t, nil)
	status, body := get(t, a, "/donnees/catalog.jsonld")
	if status != http.StatusOK {
		t.Fatalf("%d %.300s", status, body)
	}
	type ref struct {
		ID string `json:"@id"`
	}
	var doc struct {
		Datasets []struct {
			Distributions []struct {
				Access   ref  `json:"dcat:accessURL"`
				Download *ref `json:"dcat:downloadURL"`
			} `json:"dcat:distribution"`
		} `json:"dcat:dataset"`
		Services []struct {
			Description ref `json:"dcat:endpointDescription"`
		} `json:"dcat:service"`
	}
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	asked := 0
	ask := func(address string) {
		asked++
		if !strings.HasPrefix(address, "/") {
			t.Errorf("%s: without a public address, addresses are relative", address)
		}
		if status, body := get(t, a, address); status != http.StatusOK || body == "" {
			t.Errorf("%s: %d", address, status)
		}
	}
	for _, d := range doc.Datasets {
		for _, f := range d.Distributions {
			ask(f.Access.ID)
			if f.Download != nil {
				ask(f.Download.ID)
			}
		}
	}
	for _, s := range doc.Services {
		ask(s.Description.ID)
	}
	if asked < 40 {
		t.Errorf("only %d addresses", asked)
	}
}
