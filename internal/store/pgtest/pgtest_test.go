package pgtest

import (
	"errors"
	"os"
	"testing"
)

// TestCluster starts a server, crashes it, starts it again where it was, and leaves
// nothing behind.
func TestCluster(t *testing.T) {
	t.Parallel()
	c, err := Start(Options{Durable: true})
	Demand(t, err)
	url := c.URL("postgres")
	for _, step := range []func() error{
		func() error { return c.Exec("postgres", `create table kept (x bigint)`) },
		c.Crash,
		c.Run,
		func() error { return c.Exec("postgres", `insert into kept values (1)`) },
	} {
		if err := step(); err != nil {
			t.Error(err)
		}
	}
	if c.URL("postgres") != url {
		t.Errorf("the server moved from %s to %s", url, c.URL("postgres"))
	}
	if err := c.Stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is left: %v", c.dir, err)
	}
	if c.Exec("postgres", `select 1`) == nil {
		t.Error("the server still answers")
	}
}
