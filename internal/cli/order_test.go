package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"continuum/internal/app"
	"continuum/internal/attachment"
	"continuum/internal/store/storetest"
)

// TestOrder goes from dossiers that wait to labels in the register, by commands.
func TestOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "var")
	clock := &storetest.Clock{}
	db, err := app.OpenStore(t.Context(), app.Storage{DataDir: data}, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	storetest.WaveToDecision(t, db, clock, "bretagne-industries-de-la-mer")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	run := func(want int, args ...string) string {
		t.Helper()
		var out, complaint bytes.Buffer
		p := &Program{Version: "v0", Stdin: strings.NewReader(""), Stdout: &out, Stderr: &complaint}
		if code := p.Run(t.Context(), append(args, "--data", data)); code != want {
			t.Fatalf("%v: %d, want %d: %s%s", args, code, want, out.String(), complaint.String())
		}
		return out.String() + complaint.String()
	}
	for _, name := range []string{"annexe.odt", "annexe.pdf"} {
		file := filepath.Join(dir, name)
		run(ok, "call", "annex", "appel-2026", "--out", file)
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := attachment.Inspect(name, b, []string{"odt", "pdf"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	run(misuse, "call", "annex", "appel-2026", "--out", filepath.Join(dir, "annexe.doc"))
	order := []string{"call", "publish", "appel-2026", "--title", "Arrêté", "--signed", "2026-11-02", "--published", "2026-11-12"}
	run(failed, append(order, "--nor", "lower")...)
	run(failed, append(order, "--nor", "MENE2630001A", "--dossier", "d-new", "--dossier", "d-none")...)
	run(misuse, append(order, "--nor", "MENE2630001A", "--signed", "soon")...)
	said := run(ok, append(order, "--nor", "MENE2630001A")...)
	if said != "granted label-d-mer\ngranted label-d-new\n" {
		t.Errorf("publish said %q", said)
	}
	run(failed, append(order, "--nor", "MENE2630001A")...) // nothing waits any more
	run(ok, "dossier", "letter", "d-mer", "--out", filepath.Join(dir, "lettre.odt"))
	if said := run(ok, "dossier", "show", "d-mer"); !strings.Contains(said, "decision_pending → labelled (minister)") {
		t.Errorf("show said %s", said)
	}
	run(ok, "check", "journal")
	run(ok, "check")
	// The map and the pages read the register: so does this catalog.
	cat, err := app.Register(t.Context(), app.Storage{DataDir: data}, clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	cam, _ := cat.Campus("campus-des-industries-de-la-mer")
	if cam == nil || len(cam.Labels) != 1 || cam.Labels[0].Years != 3 || cam.Region == nil || cam.Region.Code != "53" {
		t.Errorf("the new campus is %+v", cam)
	}
	// An amending order, whole or not at all.
	file := filepath.Join(dir, "lignes.csv")
	if err := os.WriteFile(file, []byte("label,kind,on,value,until\nlabel-d-new,extended,2027-01-01,,2030-01-01\nlabel-d-mer,extended,,,2020-01-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	amend := []string{"label", "amend", file, "--nor", "MENE2730002A", "--title", "Arrêté modificatif", "--signed", "2027-01-04", "--published", "2027-01-10"}
	if said := run(failed, amend...); !strings.Contains(said, "line 3, label label-d-mer") {
		t.Errorf("amend said %q", said)
	}
	if err := os.WriteFile(file, []byte("label,kind,until\nlabel-d-new,extended,2030-01-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := run(ok, amend...); said != "extended label-d-new\n" {
		t.Errorf("amend said %q", said)
	}
	run(ok, "check")
}
