// Package pgtest starts a throw-away PostgreSQL for the tests of one process. A
// server refuses to run as root, so there it runs as another user.
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that waits for the server
)

// Require is the variable that makes the absence of PostgreSQL a failure.
const Require = "CONTINUUM_REQUIRE_POSTGRES"

// Options of a cluster; the zero value is fast and forgets on a crash.
type Options struct {
	Durable bool // fsync on, as in production
}

// Cluster is a running server.
type Cluster struct {
	bin, dir, port string
	durable        bool
	cred           *syscall.Credential // nil when not root
	server         *exec.Cmd
	exited         chan struct{}
}

// ErrAbsent says that PostgreSQL is not installed.
var ErrAbsent = errors.New("PostgreSQL is not installed (no initdb in /usr/lib/postgresql/*/bin nor in PATH): install package postgresql")

// Start makes a cluster in a temporary folder and starts it.
func Start(opt Options) (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, durable: opt.Durable}
	if c.cred, err = unprivileged(); err != nil {
		return nil, err
	}
	// Short, because the path of a socket is bounded to some hundred bytes.
	if c.dir, err = os.MkdirTemp("/tmp", "continuum-pg"); err != nil {
		return nil, err
	}
	if err := c.initialise(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	if err := c.Run(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	return c, nil
}

// binaries finds the newest installed server.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		major := func(p string) int {
			n, _ := strconv.Atoi(strings.Split(p, "/")[4]) // 0 when it is no number: last choice
			return n
		}
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return major(a) - major(b) })), nil
	}
	p, err := exec.LookPath("initdb")
	if err != nil {
		return "", ErrAbsent
	}
	return filepath.Dir(p), nil
}

// unprivileged returns the user that the server runs as, nil for the present one.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, fmt.Errorf("no unprivileged user to run PostgreSQL as: %w", err)
		}
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	// The server must not outlive a test process that is killed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.cred, Pdeathsig: syscall.SIGQUIT}
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+c.dir)
	return cmd
}

func (c *Cluster) initialise() error {
	if c.cred != nil {
		if err := os.Chown(c.dir, int(c.cred.Uid), int(c.cred.Gid)); err != nil {
			return err
		}
	}
	out, err := c.command("initdb", "-D", filepath.Join(c.dir, "data"), "-N", "-A", "trust", "-U", "continuum",
		"-E", "UTF8", "--locale=C.UTF-8").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// Run starts the server of a cluster that does not run, and waits until it answers.
func (c *Cluster) Run() error {
	if err := c.choosePort(); err != nil {
		return err
	}
	fsync := "off"
	if c.durable {
		fsync = "on"
	}
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() // the server has its own descriptor
	c.server = c.command("postgres", "-D", filepath.Join(c.dir, "data"), "-k", c.dir, "-p", c.port,
		"-c", "listen_addresses=127.0.0.1", "-c", "fsync="+fsync, "-c", "synchronous_commit="+fsync,
		"-c", "full_page_writes="+fsync, "-c", "max_connections=100", "-c", "shared_buffers=32MB")
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return err
	}
	c.exited = make(chan struct{})
	go func() { // ends with the server, which Stop and Crash wait for
		defer close(c.exited)
		_ = c.server.Wait()
	}()
	return c.await()
}

// choosePort keeps the port of a server started before, so that its URLs stay good.
func (c *Cluster) choosePort() error {
	if c.port != "" {
		return nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	c.port = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	return l.Close()
}

// await waits until the server answers.
func (c *Cluster) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	db, err := sql.Open("pgx", c.URL("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-c.exited:
			log, _ := os.ReadFile(filepath.Join(c.dir, "log")) // best effort: it explains the failure
			return fmt.Errorf("PostgreSQL stopped at once: %s", log)
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		}
	}
}

// URL names a database of the cluster.
func (c *Cluster) URL(database string) string {
	return fmt.Sprintf("postgres://continuum@127.0.0.1:%s/%s?sslmode=disable", c.port, database)
}

// Crash stops the server as a power cut would: nothing is flushed, the next Run recovers.
func (c *Cluster) Crash() error {
	if err := c.server.Process.Signal(syscall.SIGQUIT); err != nil {
		return err
	}
	<-c.exited
	return nil
}

// Stop ends the server and removes all it kept.
func (c *Cluster) Stop() error {
	err := c.Crash() // nothing is worth a checkpoint
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	return errors.Join(err, os.RemoveAll(c.dir))
}

// Exec runs statements on a database of the cluster, each on its own.
func (c *Cluster) Exec(database string, statements ...string) error {
	db, err := sql.Open("pgx", c.URL(database))
	if err != nil {
		return err
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}
