package cli

import (
	"bytes"
	"context"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"continuum": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			code := Main(ctx, "v0-test")
			stop()
			os.Exit(code)
		},
	})
}

// TestScripts runs the command line as a user does; see testdata.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "oneline": oneline, "waitfor": waitfor, "published": published,
		},
		Condition: func(cond string) (bool, error) { return cond == "root" && os.Geteuid() == 0, nil },
	})
}

// code WANT PROGRAM ARGS… runs a program that must exit with that code.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code WANT PROGRAM ARGS…")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		e, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if want := strings.TrimSpace(args[0]); want != string(rune('0'+got)) {
		ts.Fatalf("exit code %d, want %s", got, want)
	}
}

// oneline checks that the last program said one line on stderr, no more.
func oneline(ts *testscript.TestScript, neg bool, args []string) {
	said := ts.ReadFile("stderr")
	if n := strings.Count(said, "\n"); n != 1 || neg || len(args) > 0 {
		ts.Fatalf("%d lines on stderr, want one:\n%s", n, said)
	}
}

// waitfor FILE TEXT waits until another program has written that text in the file.
func waitfor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waitfor FILE TEXT")
	}
	limit := time.After(5 * time.Minute) // a busy machine, races looked for
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		b, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && bytes.Contains(b, []byte(args[1])) {
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			ts.Fatalf("%s does not say %q: %q, %v", args[0], args[1], b, err)
		}
	}
}

// Whatever the arguments, the answer is a code and never a panic.
func FuzzRun(f *testing.F) {
	f.Add("version")
	f.Add("map --as-of 2015-09-01 --format svg --out -")
	f.Add("reports --limit -1")
	f.Add("--config /nowhere serve")
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Fields(line)
		for _, a := range args {
			// Only what neither serves nor writes outside of the test.
			if strings.Contains(a, "/") || strings.HasPrefix("serve", strings.TrimLeft(a, "-")) {
				t.Skip()
			}
		}
		t.Chdir(t.TempDir())
		var out, errs bytes.Buffer
		p := &Program{Version: "fuzz", Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs}
		if got := p.Run(t.Context(), args); got != ok && got != failed && got != misuse {
			t.Errorf("Run(%q) = %d", args, got)
		}
	})
}
