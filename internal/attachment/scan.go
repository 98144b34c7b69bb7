package attachment

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"continuum/internal/fault"
)

// Scanner looks for viruses.
type Scanner interface {
	// Scan returns nil for a clean content, fault.Invalid ("attachment.virus") for
	// another, and fault.Unavailable when it could not tell: the content is then not kept.
	Scan(ctx context.Context, content []byte) error
}

// Clamd asks a ClamAV daemon, by its INSTREAM command.
type Clamd struct {
	Network string // "tcp" or "unix"
	Address string
	Timeout time.Duration // of the whole question
}

// clamChunk is how much goes in one part of a stream.
const clamChunk = 64 << 10

// Scan sends the content and reads the verdict.
func (c *Clamd) Scan(ctx context.Context, content []byte) (err error) {
	defer fault.Wrap(&err, "attachment.Scan")
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	var dial net.Dialer
	conn, err := dial.DialContext(ctx, c.Network, c.Address)
	if err != nil {
		return noVerdict(err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) }) // wakes reads and writes
	defer stop()
	// A daemon that has had enough answers before the end: read what it said even when
	// writing failed.
	wrote := send(conn, content)
	line, err := bufio.NewReaderSize(conn, 4096).ReadString(0)
	if err != nil {
		return noVerdict(errors.Join(wrote, err))
	}
	return verdict(strings.TrimSuffix(line, "\x00"))
}

func send(conn net.Conn, content []byte) error {
	if _, err := conn.Write([]byte("zINSTREAM\x00")); err != nil {
		return err
	}
	for len(content) > 0 {
		n := min(len(content), clamChunk)
		part := append(binary.BigEndian.AppendUint32(nil, uint32(n)), content[:n]...)
		if _, err := conn.Write(part); err != nil {
			return err
		}
		content = content[n:]
	}
	_, err := conn.Write([]byte{0, 0, 0, 0})
	return err
}

// verdict reads "stream: OK" and "stream: NAME FOUND"; anything else is no verdict.
func verdict(line string) error {
	said, ok := strings.CutPrefix(line, "stream: ")
	switch {
	case ok && said == "OK":
		return nil
	case ok && strings.HasSuffix(said, " FOUND"):
		return fault.New(fault.Invalid, "attachment.virus").In("file").Because(fmt.Errorf("the scanner found %.100q", strings.TrimSuffix(said, " FOUND")))
	}
	return noVerdict(fmt.Errorf("it answered %.200q", line))
}

func noVerdict(err error) error {
	return fault.New(fault.Unavailable, "attachment.scanner").Because(fmt.Errorf("the virus scanner does not answer as it should: %w", err))
}
