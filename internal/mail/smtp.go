package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	smtp "github.com/wneessen/go-mail"
)

// sendTimeout bounds one delivery, from the connection to the server's last answer.
const sendTimeout = 30 * time.Second

// SMTP gives messages to a server of the operator.
type SMTP struct {
	host string
	from string
	opts []smtp.Option
}

// NewSMTP reads the operator's settings. The address is smtp://user:password@host:587,
// where the connection must be made secret by STARTTLS, smtps://…:465, secret from the
// start, or smtp://host:25?tls=none for a relay on the same machine. from is who mails
// are from, "name@host" or "Name <name@host>". An error repeats no password.
func NewSMTP(address, from string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("want smtp://user:password@host:587 or smtps://user:password@host:465")
	}
	if err := new(smtp.Msg).From(from); err != nil {
		return nil, fmt.Errorf("sender %q: want name@host or Name <name@host>", from)
	}
	s := &SMTP{host: u.Hostname(), from: from}
	port := 587
	switch tlsMode := u.Query().Get("tls"); {
	case u.Scheme == "smtps":
		port = 465
		s.opts = append(s.opts, smtp.WithSSL())
	case tlsMode == "none":
		port = 25
		if u.User != nil {
			return nil, errors.New("a password is never sent without TLS: leave tls=none out")
		}
		s.opts = append(s.opts, smtp.WithTLSPolicy(smtp.NoTLS))
	case tlsMode == "":
		s.opts = append(s.opts, smtp.WithTLSPolicy(smtp.TLSMandatory))
	default:
		return nil, fmt.Errorf("tls=%s: want tls=none or nothing", tlsMode)
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil || port < 1 || port > 65535 {
			return nil, fmt.Errorf("port %s: want 1 to 65535", p)
		}
	}
	s.opts = append(s.opts, smtp.WithPort(port), smtp.WithTimeout(sendTimeout))
	if u.User != nil {
		password, _ := u.User.Password()
		s.opts = append(s.opts, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover), smtp.WithUsername(u.User.Username()), smtp.WithPassword(password))
	}
	return s, nil
}

// Send delivers one message. A Permanent error means that trying again is of no use.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	if err := m.Check(); err != nil {
		return &Permanent{err}
	}
	msg := smtp.NewMsg(smtp.WithNoDefaultUserAgent())
	if err := errors.Join(msg.From(s.from), msg.To(m.To)); err != nil {
		return &Permanent{err}
	}
	msg.Subject(m.Subject)
	msg.SetDate()
	if m.ID != "" {
		msg.SetMessageIDWithValue(m.ID + "@" + s.domain())
	}
	// Machines that answer mails by themselves leave these alone (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(smtp.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(smtp.TypeTextHTML, m.HTML)
	}
	client, err := smtp.NewClient(s.host, s.opts...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, msg)
	if refused, ok := errors.AsType[*smtp.SendError](err); ok && !refused.IsTemp() && refused.ErrorCode() >= 500 {
		return &Permanent{err}
	}
	return err
}

// domain is the sender's, for identifiers of messages.
func (s *SMTP) domain() string {
	_, domain, found := strings.Cut(strings.TrimSuffix(s.from, ">"), "@")
	if !found || net.ParseIP(domain) != nil {
		return "localhost"
	}
	return domain
}

// Permanent is a refusal that a later try would meet again: no such mailbox.
type Permanent struct{ Err error }

// Error is the refusal's.
func (p *Permanent) Error() string { return p.Err.Error() }

// Unwrap returns the refusal.
func (p *Permanent) Unwrap() error { return p.Err }
