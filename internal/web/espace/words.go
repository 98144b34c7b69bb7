package espace

import (
	"continuum/internal/account"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

func stateLabel(r *page.Request, s account.PersonState) string {
	return r.T.T(text.Key("people.state." + string(s)))
}

// here is the aria-current of a link: whether it is the page that one reads.
func here(r *page.Request, path string) string {
	if r.Path == path {
		return "page"
	}
	return "false"
}

// keyLine says since when a key is there, and when it last served.
func keyLine(r *page.Request, k account.Passkey) string {
	if k.Used.IsZero() {
		return r.T.T("passkey.since", r.T.Instant(k.Created))
	}
	return r.T.T("passkey.used", r.T.Instant(k.Created), r.T.Instant(k.Used))
}

func orUnknown(r *page.Request, device string) string {
	if device == "" {
		return r.T.T("sessions.unknown")
	}
	return device
}

// delegations are those that one received, then those that others exercise for one.
func delegations(f accountForm) (list []right) {
	for _, x := range f.mine {
		if x.DelegatedFrom != "" {
			list = append(list, x)
		}
	}
	return append(list, f.lent...)
}

func rightOptions(r *page.Request, list []right) (options []ui.Option) {
	for _, x := range list {
		options = append(options, ui.Option{Value: x.ID, Label: roleLabel(r, x.Role) + " – " + scopeLabel(r, x.Scope)})
	}
	return options
}
