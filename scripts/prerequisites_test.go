// Package scripts_test tests the scripts of the Makefile.
package scripts_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// run runs the script where only some programs are, and a package manager that writes
// down what it is asked for.
func run(t *testing.T, programs, what []string) (asked string) {
	t.Helper()
	bin := t.TempDir()
	for _, name := range []string{"bash", "dirname", "id"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skip("no ", name)
		}
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	log := filepath.Join(bin, "asked")
	write := func(name, body string) {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!"+filepath.Join(bin, "bash")+"\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write("apt-get", `echo "$@" >>"`+log+`"`)
	write("sudo", `[ "$1" = -n ] && shift; "$@"`) // for those who are not root
	write("env", `while [[ $1 == *=* ]]; do shift; done; "$@"`)
	for _, p := range programs {
		write(p, "")
	}
	cmd := exec.Command("bash", append([]string{"prerequisites.sh"}, what...)...)
	cmd.Env = []string{"PATH=" + bin}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(log)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(b)
}

// What is absent is installed, what is there is not: the script's own functions, of the
// same names, are no programs.
func TestInstalls(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"chromium", "gcc"} {
		if asked := run(t, nil, []string{what}); !strings.Contains(asked, "install") || !strings.Contains(asked, what) {
			t.Errorf("%s is absent, and the package manager is asked: %q", what, asked)
		}
		if asked := run(t, []string{what}, []string{what}); asked != "" {
			t.Errorf("%s is there, and the package manager is asked: %q", what, asked)
		}
	}
	if asked := run(t, []string{"google-chrome", "clang"}, []string{"chromium", "gcc"}); asked != "" {
		t.Errorf("others of their kind are there, and the package manager is asked: %q", asked)
	}
}
