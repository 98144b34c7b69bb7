package privacy

import (
	"flag"
	"os"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write docs/privacy.md again")

func TestDocument(t *testing.T) {
	t.Parallel()
	const document = "../../docs/privacy.md"
	if *update {
		if err := os.WriteFile(document, []byte(Document()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != Document() {
		t.Error("docs/privacy.md is stale: go test ./internal/privacy -update")
	}
	for _, p := range Register {
		if p.Name == "" || p.Purpose == "" || p.Basis == "" || p.Whose == "" || p.Data == "" || p.Seen == "" || p.Kept == "" || len(p.Tables) == 0 {
			t.Errorf("%+v: a line of the register is not whole", p)
		}
	}
}

func TestRetention(t *testing.T) {
	t.Parallel()
	if r, err := (Retention{}).Filled(); err != nil || r != Usual {
		t.Errorf("the usual retention is %+v, %v", r, err)
	}
	if r, err := (Retention{Left: 48 * time.Hour}).Filled(); err != nil || r.Left != 48*time.Hour || r.Reports != Usual.Reports {
		t.Errorf("%+v, %v", r, err)
	}
	for _, r := range []Retention{{Reports: -time.Hour}, {Left: time.Hour}, {Silent: 10_000 * time.Hour}, {Mails: 10_000 * time.Hour}, {Notices: time.Minute}} {
		if _, err := r.Filled(); err == nil {
			t.Errorf("%+v is accepted", r)
		}
	}
}
