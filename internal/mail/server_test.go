package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	server "github.com/emersion/go-smtp"
)

// mailbox is a real server that keeps what it is given.
type mailbox struct {
	addr string
	pool *x509.CertPool // that its certificate is made by

	mu       sync.Mutex
	received []received
	refuse   func(to string) error
}

type received struct{ from, to, user, data string }

// serve starts a server: with TLS from the start, by STARTTLS, or without any.
func serve(t *testing.T, way string) *mailbox {
	t.Helper()
	box := new(mailbox)
	s := server.NewServer(box)
	s.Domain = "localhost"
	s.AllowInsecureAuth = false
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	box.addr = l.Addr().String()
	if way != "none" {
		var cert tls.Certificate
		cert, box.pool = certificate(t)
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
		if way == "tls" {
			l = tls.NewListener(l, s.TLSConfig)
		}
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	return box
}

// certificate is one for 127.0.0.1, signed by itself.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// NewSession is one connection.
func (b *mailbox) NewSession(*server.Conn) (server.Session, error) { return &session{box: b}, nil }

// all is what was received.
func (b *mailbox) all() []received {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.received
}

type session struct {
	box      *mailbox
	from, to string
	user     string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "secret" {
			return server.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *server.MailOptions) error { s.from = from; return nil }

func (s *session) Rcpt(to string, _ *server.RcptOptions) error {
	if s.box.refuse != nil {
		if err := s.box.refuse(to); err != nil {
			return err
		}
	}
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.received = append(s.box.received, received{s.from, s.to, s.user, string(b)})
	return err
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
