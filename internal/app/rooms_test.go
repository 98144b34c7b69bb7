package app

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestRooms keeps the rooms of docs/architecture.md apart: who may know whom, and
// why not. It reads what the compiler reads, tests left out.
func TestRooms(t *testing.T) {
	t.Parallel()
	imports := importsOf(t)
	for _, rule := range []struct{ room, not, why string }{
		{"date", "internal/", "a day needs nobody"},
		{"fault", "internal/", "errors are known by all, so they know nobody"},
		{"date", "database/sql", "the domain knows no technique"},
		{"journal", "internal/", "a proof needs nobody"},
		{"access", "database/sql", "the door asks a small interface"},
		{"access", "internal/store", "the door asks a small interface"},
		{"account", "database/sql", "who may do what is law, not technique"},
		{"account", "net/http", "who may do what is law, not technique"},
		{"account", "internal/store", "the store keeps grants, it decides nothing"},
		{"account", "internal/journal", "a decision leaves no trace by itself"},
		{"journal", "database/sql", "the domain knows no technique"},
		{"campus", "database/sql", "the domain knows no technique"},
		{"campus", "net/http", "the domain knows no technique"},
		{"campus", "internal/store", "the store keeps the domain, not the other way"},
		{"campus", "internal/geo", "the register refers to places by their codes"},
		{"geo", "database/sql", "the domain knows no technique"},
		{"geo", "net/http", "the domain knows no technique"},
		{"geo", "internal/campus", "places exist without campuses"},
		{"training", "database/sql", "the domain knows no technique"},
		{"training", "internal/store", "the offer is a function of rows, whoever keeps them"},
		{"training", "internal/catalog", "the catalog holds the offer, not the other way"},
		{"pathway", "internal/store", "itineraries are a function of the offer alone"},
		{"pathway", "internal/catalog", "itineraries are a function of the offer alone"},
		{"pathway", "database/sql", "itineraries are a function of the offer alone"},
		{"pathway", "net/http", "travel times come through a small interface"},
		{"search", "internal/catalog", "the index is a function of the offer and of names"},
		{"search", "net/http", "a question is words, however they came"},
		{"travel", "internal/pathway", "minutes are minutes, whoever asks"},
		{"question", "internal/travel", "only the wiring knows which engine is asked"},
		{"api", "internal/travel", "only the wiring knows which engine is asked"},
		{"web", "internal/travel", "only the wiring knows which engine is asked"},
		{"web", "internal/geocode", "only the wiring knows which engine is asked"},
		{"catalog", "internal/travel", "only the wiring knows which engine is asked"},
		{"expertise", "database/sql", "the rules of panels know no technique"},
		{"expertise", "net/http", "the rules of panels know no technique"},
		{"expertise", "internal/store", "the rules of panels know no technique"},
		{"opendata", "database/sql", "sources don't know where their versions are kept"},
		{"opendata", "internal/store", "sources don't know where their versions are kept"},
		{"opendata", "internal/training", "what rows mean is not the importer's business"},
		{"catalog", "internal/opendata", "pages read a model, never files"},
		{"catalog", "database/sql", "a page reads memory, never SQL"},
		{"catalog", "internal/store", "the catalog is a function of records, whoever read them"},
		{"catalog", "net/http", "the catalog can be tested without a server"},
		{"question", "net/http", "a question is words, however they came"},
		{"tile", "internal/store", "a tile is a function of the catalog"},
		{"tile", "database/sql", "a tile is a function of the catalog"},
		{"document", "internal/store", "a drawing is a function of the catalog"},
		{"document", "internal/web", "a drawing must not need the site"},
		{"lheo", "internal/catalog", "a document is a function of the offer and of a choice in it"},
		{"assistant", "internal/", "assistants are told what the API tells anyone, by asking it"},
		{"api", "internal/store", "answers come from the catalog"},
		{"api", "internal/web", "the interface must not need the pages"},
		{"api", "database/sql", "answers come from the catalog"},
		{"web", "internal/api", "pages and interface are functions of the same catalog, not of each other"},
		{"web", "database/sql", "pages read the catalog; what they write goes through a small interface"},
		{"web", "internal/store/sqlite", "only the wiring knows the engine"},
		{"web", "internal/store/postgres", "only the wiring knows the engine"},
		{"store", "internal/web", "the store serves whoever asks"},
		{"store", "internal/catalog", "the truth does not depend on a view of it"},
		{"seed", "internal/store", "the dataset is records, whoever keeps them"},
		{"seed", "database/sql", "the dataset is records, whoever keeps them"},
		{"attachment", "internal/store", "contents are kept by their hash, whoever knows whose they are"},
		{"member", "database/sql", "the domain knows no technique"},
		{"member", "internal/store", "the store keeps members, not the other way"},
		{"member", "net/http", "the domain knows no technique"},
		{"labelling", "database/sql", "the domain knows no technique"},
		{"labelling", "internal/store", "the store keeps dossiers, not the other way"},
		{"labelling", "net/http", "the domain knows no technique"},
		{"ruleset", "database/sql", "rules are data, whoever keeps them"},
		{"ruleset", "internal/labelling", "rules are read before anyone acts under them"},
		{"app", "internal/cli", "the program can be started by a test, without a command line"},
	} {
		for pkg, all := range imports {
			if room(pkg) != rule.room {
				continue
			}
			if i := slices.IndexFunc(all, func(p string) bool { return under(p, rule.not) && room(p) != rule.room }); i >= 0 {
				t.Errorf("%s imports %s: %s", pkg, all[i], rule.why)
			}
		}
	}
	for pkg, all := range imports {
		for _, outer := range []string{"internal/web", "internal/api"} {
			if r := room(pkg); r == "app" || r == "e2e" || strings.HasPrefix("internal/"+r, outer) || strings.HasPrefix(pkg, "continuum/cmd/assets") {
				continue
			}
			if i := slices.IndexFunc(all, func(p string) bool { return under(p, outer) }); i >= 0 {
				t.Errorf("%s imports %s: nothing but the wiring depends on what faces the public", pkg, all[i])
			}
		}
		for _, name := range []string{"util", "utils", "common", "helpers", "models", "misc", "base"} {
			if pkg[strings.LastIndexByte(pkg, '/')+1:] == name {
				t.Errorf("%s: a room is named after an idea", pkg)
			}
		}
	}
}

// room is the first folder of a package under internal/, empty for another package.
func room(pkg string) string {
	rest, ok := strings.CutPrefix(pkg, "continuum/internal/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// under reports whether pkg is what or lies below it.
func under(pkg, what string) bool {
	if strings.HasPrefix(what, "internal/") {
		what = "continuum/" + what
	}
	return pkg == what || strings.HasPrefix(pkg, strings.TrimSuffix(what, "/")+"/")
}

// importsOf lists what each package of the project imports itself.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "continuum/...")
	out, err := cmd.Output()
	if err != nil {
		if e, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Fatalf("go list: %s", e.Stderr)
		}
		t.Fatal(err)
	}
	imports := make(map[string][]string)
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		imports[p.ImportPath] = p.Imports
	}
	if len(imports) < 5 {
		t.Fatalf("only %d packages were read", len(imports))
	}
	return imports
}
