package pgtest

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
)

// Shared is the cluster that the tests of one package share: started by the first
// test that asks, stopped by Main. Declare one in the package's TestMain.
type Shared struct {
	once     sync.Once
	cluster  *Cluster
	err      error
	template sync.Once
	prepErr  error
	count    atomic.Int64
}

// template is the database that others are copies of.
const template = "template_continuum"

// Main runs the tests and stops the server: func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }.
func (s *Shared) Main(m *testing.M) int {
	code := m.Run()
	if s.cluster != nil {
		if err := s.cluster.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest:", err)
			return 1
		}
	}
	return code
}

// Cluster returns the running cluster. Without PostgreSQL the test is skipped, or
// fails where CONTINUUM_REQUIRE_POSTGRES is 1.
func (s *Shared) Cluster(t testing.TB) *Cluster {
	t.Helper()
	s.once.Do(func() { s.cluster, s.err = Start(Options{}) })
	Demand(t, s.err)
	return s.cluster
}

// Demand skips or fails the test when err says that there is no PostgreSQL.
func Demand(t testing.TB, err error) {
	t.Helper()
	switch {
	case errors.Is(err, ErrAbsent) && os.Getenv(Require) != "1":
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
}

// Empty makes a new database for the test and returns its URL; it goes with the cluster.
func (s *Shared) Empty(t testing.TB) string {
	t.Helper()
	return s.create(t, "template0")
}

// Prepared makes a database that is a copy of one that prepare filled, once, for
// the whole package. prepare must have closed its connections when it returns.
func (s *Shared) Prepared(t testing.TB, prepare func(url string) error) string {
	t.Helper()
	c := s.Cluster(t)
	s.template.Do(func() {
		if s.prepErr = c.Exec("postgres", `create database `+template+` template template0`); s.prepErr == nil {
			s.prepErr = prepare(c.URL(template))
		}
	})
	if s.prepErr != nil {
		t.Fatal(s.prepErr)
	}
	return s.create(t, template)
}

func (s *Shared) create(t testing.TB, from string) string {
	t.Helper()
	c := s.Cluster(t)
	name := fmt.Sprintf("test_%d", s.count.Add(1))
	if err := c.Exec("postgres", fmt.Sprintf(`create database %s template %s`, name, from)); err != nil {
		t.Fatal(err)
	}
	return c.URL(name)
}
