package mail

import (
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	server "github.com/emersion/go-smtp"
	smtp "github.com/wneessen/go-mail"

	"continuum/internal/fault"
	"continuum/internal/text"
)

var letter = Letter{
	Lang: text.French, Subject: "Fin du label dans 6 mois : à préparer", Paragraphs: []string{"Bonjour,", "Le label <b>finit</b> le 31 août."},
	Items:  []Link{{"Dossier & pièces", "https://campus.example.fr/espace?a=1&b=2"}, {"Sans lien", ""}},
	Action: Link{"Préparer le dossier", "https://campus.example.fr/espace"}, Why: "Vous dirigez ce campus.",
}

// Each way of keeping the connection secret delivers the letter, both as text and as HTML.
func TestSend(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ way, address string }{
		{"starttls", "smtp://nom:secret@ADDR"},
		{"tls", "smtps://nom:secret@ADDR"},
		{"none", "smtp://ADDR?tls=none"},
	} {
		t.Run(tt.way, func(t *testing.T) {
			t.Parallel()
			box := serve(t, tt.way)
			s, err := NewSMTP(strings.Replace(tt.address, "ADDR", box.addr, 1), "Campus des métiers <ne-pas-repondre@campus.example.fr>")
			if err != nil {
				t.Fatal(err)
			}
			m := letter.To("elodie@example.fr", "alert")
			m.ID = "k7"
			s.opts = append(s.opts, smtp.WithTLSConfig(&tls.Config{RootCAs: box.pool, ServerName: "127.0.0.1"}))
			if err := s.Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			got := box.all()
			if len(got) != 1 || got[0].to != "elodie@example.fr" || got[0].from != "ne-pas-repondre@campus.example.fr" {
				t.Fatalf("received %+v", got)
			}
			if want := map[string]string{"none": ""}[tt.way]; tt.way != "none" && got[0].user != "nom" || tt.way == "none" && got[0].user != want {
				t.Errorf("signed in as %q", got[0].user)
			}
			read, err := mail.ReadMessage(strings.NewReader(got[0].data))
			if err != nil {
				t.Fatal(err)
			}
			subject, _ := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
			if subject != letter.Subject || read.Header.Get("Message-Id") != "<k7@campus.example.fr>" || read.Header.Get("Auto-Submitted") != "auto-generated" {
				t.Errorf("headers: subject %q, %v", subject, read.Header)
			}
			parts := partsOf(t, read)
			if p := parts["text/plain"]; !strings.Contains(p, "Le label <b>finit</b> le 31 août.") || !strings.Contains(p, "https://campus.example.fr/espace?a=1&b=2") {
				t.Errorf("plain text:\n%s", p)
			}
			if p := parts["text/html"]; !strings.Contains(p, "Le label &lt;b&gt;finit&lt;/b&gt;") || !strings.Contains(p, `href="https://campus.example.fr/espace"`) {
				t.Errorf("HTML:\n%s", p)
			}
		})
	}
}

// partsOf decodes the parts of a message by their type.
func partsOf(t *testing.T, m *mail.Message) map[string]string {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		b, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		parts[kind] = strings.ReplaceAll(string(b), "\r\n", "\n")
	}
}

// What would write headers or recipients of its own never reaches the server.
func TestInjection(t *testing.T) {
	t.Parallel()
	box := serve(t, "none")
	s, err := NewSMTP("smtp://"+box.addr+"?tls=none", "a@example.fr")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []Message{
		{To: "a@b.fr\r\nBcc: x@y.fr", Subject: "s", Text: "t"},
		{To: "a@b.fr, x@y.fr", Subject: "s", Text: "t"},
		{To: "A <a@b.fr>", Subject: "s", Text: "t"},
		{To: "", Subject: "s", Text: "t"},
		{To: "a@b.fr> SIZE=1", Subject: "s", Text: "t"},
		{To: strings.Repeat("a", 400) + "@b.fr", Subject: "s", Text: "t"},
		{To: "a@b.fr", Subject: "s\r\nBcc: x@y.fr", Text: "t"},
		{To: "a@b.fr", Subject: "s\nX: y", Text: "t"},
		{To: "a@b.fr", Subject: strings.Repeat("s", MaxSubject+1), Text: "t"},
		{To: "a@b.fr", Subject: "", Text: "t"},
		{To: "a@b.fr", Subject: "s", Text: ""},
		{To: "a@b.fr", Subject: "s", Text: "\xff"},
		{To: "a@b.fr", Subject: "s", Text: "t\x00"},
		{To: "a@b.fr", Subject: "s", Text: "t", HTML: strings.Repeat("h", MaxHTML+1)},
	} {
		err := s.Send(t.Context(), m)
		if _, final := errors.AsType[*Permanent](err); !final || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%.60q, %.20q: %v, want a permanent Invalid", m.To, m.Subject, err)
		}
	}
	// A line that looks like the end of the message is text like any other.
	if err := s.Send(t.Context(), Message{To: "a@b.fr", Subject: "s", Text: "x\r\n.\r\nMAIL FROM:<x@y.fr>\r\n"}); err != nil {
		t.Fatal(err)
	}
	if got := box.all(); len(got) != 1 || !strings.Contains(got[0].data, "MAIL FROM:<x@y.fr>") {
		t.Errorf("received %+v", got)
	}
}

// A refusal for ever is told from one for now.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		err   error
		final bool
	}{
		{"no such mailbox", &server.SMTPError{Code: 550, EnhancedCode: server.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}, true},
		{"mailbox full for now", &server.SMTPError{Code: 452, EnhancedCode: server.EnhancedCode{4, 2, 2}, Message: "full"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box := serve(t, "none")
			box.refuse = func(string) error { return tt.err }
			s, err := NewSMTP("smtp://"+box.addr+"?tls=none", "a@example.fr")
			if err != nil {
				t.Fatal(err)
			}
			err = s.Send(t.Context(), Message{To: "a@b.fr", Subject: "s", Text: "t"})
			if _, final := errors.AsType[*Permanent](err); err == nil || final != tt.final {
				t.Errorf("%v: final %v, want %v", err, final, tt.final)
			}
		})
	}
}

// Nothing is sent where the connection can't be made secret, or to who can't show who it is.
func TestSecrecy(t *testing.T) {
	t.Parallel()
	plain, secret := serve(t, "none"), serve(t, "starttls")
	for name, s := range map[string]string{"no STARTTLS": "smtp://nom:secret@" + plain.addr, "unknown certificate": "smtp://nom:secret@" + secret.addr} {
		sender, err := NewSMTP(s, "a@example.fr")
		if err != nil {
			t.Fatal(err)
		}
		err = sender.Send(t.Context(), Message{To: "a@b.fr", Subject: "s", Text: "t"})
		if _, final := errors.AsType[*Permanent](err); err == nil || final || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want an error that passes and repeats no password", name, err)
		}
	}
	if len(plain.all())+len(secret.all()) > 0 {
		t.Error("a mail was sent")
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ address, from string }{
		{"", "a@b.fr"},
		{"http://host", "a@b.fr"},
		{"smtp://", "a@b.fr"},
		{"smtp://host/path", "a@b.fr"},
		{"smtp://host:0", "a@b.fr"},
		{"smtp://host?tls=maybe", "a@b.fr"},
		{"smtp://u:secret@host?tls=none", "a@b.fr"},
		{"smtp://u:secret@host:x", "a@b.fr"},
		{"smtp://host", ""},
		{"smtp://host", "nobody"},
	} {
		if _, err := NewSMTP(tt.address, tt.from); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("NewSMTP(%q, %q) = %v, want an error without the password", tt.address, tt.from, err)
		}
	}
}
