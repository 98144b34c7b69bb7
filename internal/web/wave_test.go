package web

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/journal"
	"continuum/internal/store"
	"continuum/internal/web/webtest"
)

// The dossiers of a call are followed by those who may read them; for others they are in no
// list, no count, no table and no archive.
func TestWaveIsFollowed(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	id := path[strings.LastIndexByte(path, '/')+1:]
	const page = "/espace/appels/2026"
	var piece string
	for _, p := range d.rules.Pieces {
		if slices.Contains(p.By, "director") && slices.Contains(p.Formats, "pdf") {
			piece = p.ID
			break
		}
	}
	if w := d.director.upload(t, path+"/fichiers", piece, "=cmd.pdf", pdf); w.Code != 303 {
		t.Fatalf("status %d: %.500s", w.Code, w.Body)
	}
	president := d.person("presidente@example.org", on(account.PanelPresident, "national"), on(account.MinistryOfficer, "national"))
	check(t, d.delegate.get(page), 200, webtest.Count(`a[href="`+page+`/dossiers"]`, 1))
	check(t, d.delegate.get(page+"/dossiers"), 200, webtest.In("#dossiers", webtest.HasText("Renouvellement")), webtest.In("#etats", webtest.HasText("Brouillon")))
	if csv := d.delegate.get(page + "/dossiers.csv"); csv.Code != 200 || !strings.Contains(csv.Body.String(), id+";") {
		t.Errorf("status %d: %.300s", csv.Code, csv.Body)
	}
	files := unzipped(t, d.delegate.get(page+"/dossiers.zip").Body.Bytes())
	if !strings.Contains(files["dossiers/"+id+"/dossier.json"], "bretagne-industries-de-la-mer") || !slices.Contains(values(files), string(pdf)) {
		t.Errorf("the archive holds %d files", len(files))
	}
	// Before it is handed in, the ministry reads nothing of it; nor does another region ever.
	for _, who := range []*reader{d.national, d.elsewhere, president} {
		check(t, who.get(page+"/dossiers"), 200, webtest.None("#dossiers"), webtest.None("#etats"), webtest.In("main", webtest.HasNoText(id)))
		if csv := who.get(page + "/dossiers.csv").Body.String(); strings.Contains(csv, id) || strings.Count(csv, "\n") != 1 {
			t.Errorf("the table holds %s", csv)
		}
		if files := unzipped(t, who.get(page+"/dossiers.zip").Body.Bytes()); len(files) != 1 {
			t.Errorf("the archive holds %d files", len(files))
		}
	}
	// Who writes dossiers follows none.
	for _, end := range []string{"/dossiers", "/dossiers.csv", "/dossiers.zip"} {
		check(t, d.director.get(page+end), 404)
		check(t, d.delegate.get("/espace/appels/1999"+end), 404)
	}
	entries, err := d.Journal(t.Context(), store.JournalFilter{Stream: "call/2026"})
	if err != nil || !slices.ContainsFunc(entries, func(e journal.Entry) bool { return e.Name == "call.exported" && e.Actor == string(d.delegate.id) }) {
		t.Errorf("journal %v, %v", entries, err)
	}
}

func unzipped(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(content)
	}
	return files
}

func values(m map[string]string) (list []string) {
	for _, v := range m {
		list = append(list, v)
	}
	return list
}
