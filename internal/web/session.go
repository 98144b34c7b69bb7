package web

import (
	"net/http"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/web/page"
)

// meet finds out who asks, for pages that are told. The rights are those in force now.
func (s *server) meet(w http.ResponseWriter, r *http.Request, req *page.Request) error {
	w.Header().Set("Referrer-Policy", "same-origin")
	if origin := s.cfg.Access.Provider(); origin != "" {
		// Browsers hold where a form leads in the end to the policy: leaving goes on there.
		w.Header().Set("Content-Security-Policy", strings.Replace(policy, "form-action 'self'", "form-action 'self' "+origin, 1))
	}
	req.Device = device(r.UserAgent())
	req.Cookies = make(map[string]string)
	for _, name := range []string{page.PassCookie, page.FlowCookie, page.KeyCookie} {
		if c, err := r.Cookie(s.cookieName(r, name)); err == nil {
			req.Cookies[name] = c.Value
		}
	}
	c, err := r.Cookie(s.cookieName(r, page.SessionCookie))
	if err != nil {
		return nil
	}
	session, who, err := s.cfg.Access.SignedIn(r.Context(), c.Value)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil
	case err != nil:
		return err
	}
	req.Session, req.Who, req.Short = session, &who, s.cfg.Access.Short(session, who)
	return nil
}

// secure reports whether the reader speaks to this site by TLS, to the program or to its proxy.
func (s *server) secure(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(s.cfg.BaseURL, "https://")
}

// cookieName is a cookie's name in the browser. With TLS its prefix has the browser refuse
// one that another host of the domain, or a page without TLS, would set.
func (s *server) cookieName(r *http.Request, name string) string {
	if s.secure(r) {
		return "__Host-" + name
	}
	return name
}

// setCookie has the browser keep a cookie, or forget it.
func (s *server) setCookie(w http.ResponseWriter, r *http.Request, c page.Cookie) {
	set := &http.Cookie{
		Name: s.cookieName(r, c.Name), Value: c.Value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.secure(r), MaxAge: int(c.MaxAge.Seconds()),
	}
	if c.Value == "" {
		set.MaxAge = -1
	}
	http.SetCookie(w, set)
}

// devices are browsers and systems as their own words tell them, the more precise first.
var devices = []struct{ mark, name string }{
	{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
}

var systems = []struct{ mark, name string }{
	{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"},
}

// device says what a browser says it is, in a word or two of ours: enough for a person to
// know which of their sessions it is, too little to follow anyone.
func device(agent string) string {
	var words []string
	for _, known := range [][]struct{ mark, name string }{devices, systems} {
		for _, k := range known {
			if strings.Contains(agent, k.mark) {
				words = append(words, k.name)
				break
			}
		}
	}
	return strings.Join(words, ", ")
}
