// Package loadbench measures the site under load: it starts the real program, asks
// it for addresses drawn from the data over a fixed number of connections, checks
// what comes back and reports rates and delays. It measures too what comes before:
// start, the catalog from the store, and imports of large official files.
package loadbench

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
)

// client is one kept-alive connection that asks and reads, little more: it shares
// the processor with the server, so what it costs would be counted against the server.
type client struct {
	conn net.Conn
	r    *bufio.Reader
	body bytes.Buffer
}

func dial(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, r: bufio.NewReaderSize(conn, 64<<10)}, nil
}

// reply is what came back. Its body is valid until the next request.
type reply struct {
	status   int
	encoding string
	body     []byte
}

// request is the bytes that ask for a path, compressed.
func request(host, path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept-Encoding: br, gzip\r\nUser-Agent: continuum-bench\r\n\r\n")
}

// ask sends a request and reads its reply.
func (c *client) ask(req []byte) (reply, error) {
	if _, err := c.conn.Write(req); err != nil {
		return reply{}, err
	}
	line, err := c.line()
	if err != nil {
		return reply{}, err
	}
	var got reply
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return reply{}, fmt.Errorf("not a reply: %.40q", line)
	}
	if got.status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return reply{}, err
	}
	length, chunked := 0, false
	for {
		if line, err = c.line(); err != nil {
			return reply{}, err
		}
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("content-length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return reply{}, err
			}
		case bytes.EqualFold(name, []byte("transfer-encoding")):
			chunked = true
		case bytes.EqualFold(name, []byte("content-encoding")):
			got.encoding = string(value)
		}
	}
	c.body.Reset()
	if chunked {
		err = c.chunks()
	} else {
		_, err = io.CopyN(&c.body, c.r, int64(length))
	}
	got.body = c.body.Bytes()
	return got, err
}

func (c *client) line() ([]byte, error) {
	line, err := c.r.ReadSlice('\n')
	return bytes.TrimRight(line, "\r\n"), err
}

func (c *client) chunks() error {
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(string(line), 16, 32)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(&c.body, c.r, n); err != nil {
			return err
		}
		if line, err = c.line(); err != nil || len(line) != 0 {
			return errors.Join(err, errors.New("a chunk does not end where it says"))
		}
		if n == 0 {
			return nil
		}
	}
}
