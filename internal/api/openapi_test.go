package api

import (
	"bytes"
	"context"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/google/go-cmp/cmp"

	"continuum/internal/training/trainingtest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The document is read in review: a change of the contract is a change of this file.
func TestOpenAPIGolden(t *testing.T) {
	t.Parallel()
	const golden = "testdata/openapi.json"
	got := get(world(t), "/api/v1/openapi.json").Body.Bytes()
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the document changed; if it should, run go test ./internal/api -update (-want +got)\n%s", diff)
	}
}

// contract is the document as another program reads it.
func contract(t *testing.T, h http.Handler) routers.Router {
	t.Helper()
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(get(h, "/api/v1/openapi.json").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !doc.IsOpenAPI31OrLater() {
		t.Fatalf("openapi %s, want 3.1", doc.OpenAPI)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// check asks, and holds the answer against the document: a status it does not name,
// a member missing or of another type fails.
func check(t *testing.T, h http.Handler, router routers.Router, target string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	route, params, err := router.FindRoute(r)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	request := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	if w.Code == http.StatusOK {
		if err := openapi3filter.ValidateRequest(context.Background(), request); err != nil {
			t.Errorf("%s: accepted against the document: %v", target, err)
		}
	}
	response := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: request, Status: w.Code, Header: w.Header(),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	response.SetBodyBytes(bytes.Clone(w.Body.Bytes()))
	if err := openapi3filter.ValidateResponse(context.Background(), response); err != nil {
		t.Errorf("%s: %v", target, err)
	}
	return w
}

// useDecoders tells kin-openapi of our forms. Its decoders are global: the tests that
// use them are not parallel.
func useDecoders() {
	openapi3filter.RegisterBodyDecoder("text/csv", decodeText)
	openapi3filter.RegisterBodyDecoder(mediaGeoJSON, openapi3filter.JSONBodyDecoder)
}

func decodeText(r io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
	b, err := io.ReadAll(r)
	return string(b), err
}

// sampled is the address of an endpoint with a parameter, beside those of its sample
// that the parameter does not replace or exclude.
func sampled(t *testing.T, e *endpoint, name, value string) string {
	t.Helper()
	q, err := url.ParseQuery(e.sample)
	if err != nil {
		t.Fatal(err)
	}
	switch name {
	case "":
	case "qualification", "cfd", "occupation":
		q.Del("level")
		q.Set(name, value)
	case "region", "academie", "commune", "zone_emploi":
		q.Del("departement")
		q.Set(name, value)
	case "campus":
		if q.Has("departement") { // an area
			q.Del("departement")
			q.Set("sector", "MOBI")
		}
		q.Set(name, value)
	default:
		q.Set(name, value)
	}
	if len(q) == 0 {
		return Prefix + e.path
	}
	return Prefix + e.path + "?" + q.Encode()
}

func TestAnswersKeepTheContract(t *testing.T) {
	useDecoders()
	h := world(t)
	router := contract(t, h)
	table := endpoints()
	for i := range table {
		e := &table[i]
		path := Prefix + e.path
		if e.segment() != "" {
			for _, id := range []string{"bretagne-mer", "normandie-cheval", "sans-date", "formule", "vauban", "rectorat", trainingtest.LorientPro, trainingtest.CNED, trainingtest.Welding, trainingtest.Doctorate, trainingtest.Welder, trainingtest.Welding + "." + trainingtest.LorientPro + ".s1"} {
				at := strings.Replace(path, "{"+e.segment()+"}", id, 1)
				if w := check(t, h, router, at); w.Code != http.StatusOK && w.Code != http.StatusNotFound {
					t.Errorf("%s: %d", at, w.Code)
				}
			}
			check(t, h, router, strings.Replace(path, "{"+e.segment()+"}", "ancien-bretagne-mer", 1))
			continue
		}
		if w := check(t, h, router, sampled(t, e, "", "")); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", sampled(t, e, "", ""), w.Code, w.Body)
		}
		if w := check(t, h, router, path+"?nothing=1"); w.Code != http.StatusBadRequest {
			t.Errorf("%s?nothing=1: %d", path, w.Code)
		}
		for _, p := range e.params {
			if p.example == "" {
				continue
			}
			// The examples of the document must work, on this small world too when it has them.
			at := sampled(t, e, p.name, p.example)
			if w := check(t, h, router, at); w.Code != http.StatusOK {
				t.Errorf("%s: %d %s", at, w.Code, w.Body)
			}
		}
	}
	callsKeepTheContract(t, router)
	check(t, h, router, "/api/v1/openapi.json")
	if w := check(t, h, router, "/api/v1/campuses?cursor="+encodeCursor(campusList, "disparu")); w.Code != http.StatusGone {
		t.Errorf("cursor of nothing: %d", w.Code)
	}
}

// The check above would see a member that is missing.
func TestContractIsChecked(t *testing.T) {
	useDecoders()
	h := world(t)
	router := contract(t, h)
	r := httptest.NewRequest(http.MethodGet, "/api/v1/campuses", nil)
	route, params, err := router.FindRoute(r)
	if err != nil {
		t.Fatal(err)
	}
	body := get(h, "/api/v1/campuses").Body.String()
	for name, doctored := range map[string]string{
		"a member missing":  strings.ReplaceAll(body, `"slug"`, `"slog"`),
		"another type":      strings.ReplaceAll(body, `"total":4`, `"total":"4"`),
		"a word of no list": strings.ReplaceAll(body, `"status":"unknown"`, `"status":"perhaps"`),
	} {
		input := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
			Status:                 http.StatusOK, Header: http.Header{"Content-Type": {mediaJSON}},
		}
		input.SetBodyBytes([]byte(doctored))
		if doctored == body || openapi3filter.ValidateResponse(context.Background(), input) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
