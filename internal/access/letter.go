package access

import (
	"continuum/internal/account"
	letters "continuum/internal/mail"
	"continuum/internal/text"
)

// link is where a token opens the account.
func (d *Desk) link(lang, token string) string {
	return d.base + text.Lang(lang).Link("/invitation/"+token)
}

// letter carries a link, in the person's language; none when mails are not sent.
func (d *Desk) letter(p account.Person, purpose account.PassPurpose, link string) letters.Message {
	if !d.mails {
		return letters.Message{}
	}
	t := text.For(text.Lang(p.Lang))
	l := letters.Letter{Lang: text.Lang(p.Lang)}
	if purpose == account.Recovery {
		l.Subject = t.T("letter.recovery.subject")
		l.Paragraphs = []string{t.T("letter.hello", p.Name), t.T("letter.recovery.body", t.Life(d.recovery)), t.T("letter.recovery.not")}
		l.Action = letters.Link{Label: t.T("letter.recovery.action"), URL: link}
		return l.To(p.Mail, "recovery")
	}
	l.Subject = t.T("letter.invitation.subject")
	l.Paragraphs = []string{t.T("letter.hello", p.Name), t.T("letter.invitation.body"), t.T("letter.invitation.not")}
	l.Action = letters.Link{Label: t.T("letter.invitation.action"), URL: link}
	return l.To(p.Mail, "invitation")
}
