package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"continuum/internal/app"
)

// authenticator plugs a virtual authenticator into the tab: one that keeps keys and
// recognises its owner.
func (b *tab) authenticator(recognises bool) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: recognises, AutomaticPresenceSimulation: true,
		}})
		return err
	}))
}

// onPage checks where one is.
func (b *tab) onPage(path string) {
	b.t.Helper()
	if got := eval[string](b, `location.pathname`); got != path {
		b.t.Fatalf("at %s, want %s:\n%.600s", got, path, b.main())
	}
}

// TestPasskey has someone add a key, leave, come back with it alone, and take it away;
// then the key is worth nothing.
func TestPasskey(t *testing.T) {
	base, dir := siteIn(t, "dsfr")
	b := open(t, strings.Replace(base, "127.0.0.1", "localhost", 1), view{360, true})
	b.authenticator(true)
	b.enterSpace(invited(t, dir, "anne@example.fr"))

	add, sign := `form[data-passkey="create"]`, `form[data-passkey="get"]`
	b.visit("/espace/compte")
	b.audited("the account, with a key to add")
	b.leads(chromedp.SetValue("#nom", "Mon téléphone"), chromedp.Click(add+" button"))
	b.onPage("/espace/compte")
	b.says("Mon téléphone", "depuis le")
	b.audited("the account, with a key")

	out := func() {
		t.Helper()
		b.visit("/deconnexion")
		b.leads(chromedp.Click("main form button[type=submit]"))
	}
	out()
	b.visit("/espace/compte")
	b.onPage("/connexion")
	b.audited("the door, with keys")
	b.leads(chromedp.Click(sign + " button"))
	b.onPage("/espace/compte")
	b.says("servie le")

	// An answer serves once: what was signed before can't be sent again.
	out()
	b.visit("/connexion")
	b.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const send = HTMLFormElement.prototype.submit;
		HTMLFormElement.prototype.submit = function () { sessionStorage.signed = this.elements.reponse.value; send.call(this); };
	})()`))
	b.leads(chromedp.Click(sign + " button"))
	b.onPage("/espace")
	out()
	b.visit("/connexion")
	b.leads(chromedp.Evaluate[chromedp.Void](`(() => {
		const form = document.querySelector('form[data-passkey="get"]');
		form.elements.reponse.value = sessionStorage.signed;
		form.submit();
	})()`))
	b.says("La clé n’a pas été reconnue")

	b.visit("/connexion?vers=%2Fespace%2Fcompte")
	b.leads(chromedp.Click(sign + " button"))
	b.onPage("/espace/compte")
	b.leads(chromedp.Click(`form:has(input[name="cle"]) button`))
	b.says("Mes clés d’accès")
	if strings.Contains(b.main(), "Mon téléphone") {
		t.Error("the key taken away is still told")
	}
	out()
	b.visit("/connexion")
	b.leads(chromedp.Click(sign + " button"))
	b.says("La clé n’a pas été reconnue")
	b.visit("/espace")
	b.onPage("/connexion")
}

// An authenticator that does not recognise its owner lets nobody in, and says so in place.
func TestPasskeyUnverified(t *testing.T) {
	base, dir := siteIn(t, "dsfr")
	b := open(t, strings.Replace(base, "127.0.0.1", "localhost", 1), view{1280, true})
	b.authenticator(false)
	b.enterSpace(invited(t, dir, "anne@example.fr"))
	b.visit("/espace/compte")
	b.do(chromedp.Click(`form[data-passkey="create"] button`))
	b.until(`document.querySelector('form[data-passkey="create"] [role=status]').textContent.includes("n’a pas répondu")`)
	b.until(`!document.querySelector('form[data-passkey="create"] button').disabled`)
	b.onPage("/espace/compte")
}

// TestSecondFactor has who acts for the State come by password where that is not enough: one
// page opens, a key is added there, the space opens; and the next password is not enough
// without the key.
func TestSecondFactor(t *testing.T) {
	for _, v := range []view{{360, true}, {1280, true}} {
		t.Run(v.String(), func(t *testing.T) {
			c := app.Defaults()
			c.DataDir, c.SignIn.SecondFactor = t.TempDir(), "roles"
			b := open(t, strings.Replace(served(t, c), "127.0.0.1", "localhost", 1), v)
			b.authenticator(true)
			b.visit(invited(t, c.DataDir, "anne@example.fr", "national_officer national", "auditor national"))
			b.leads(chromedp.SetValue("#password", passphrase), chromedp.Click("main form button[type=submit]"))
			b.onPage("/connexion/confirmer")
			b.says("Ajouter une clé d’accès", "un mot de passe seul ne suffit pas")
			b.audited("a first key to add")
			b.shoot("acces-a-first-key-to-add-" + v.String())
			b.visit("/espace/journal")
			b.onPage("/connexion/confirmer")
			b.leads(chromedp.SetValue("#nom", "Mon téléphone"), chromedp.Click(`form[data-passkey="create"] button`))
			b.onPage("/espace/journal")
			b.says("passkey.added", "session.proven")

			b.visit("/deconnexion")
			b.leads(chromedp.Click("main form button[type=submit]"))
			b.visit("/connexion?vers=%2Fespace%2Fjournal")
			b.leads(chromedp.SetValue("#mail", "anne@example.fr"), chromedp.SetValue("#password", passphrase), chromedp.Click("main form button[type=submit]"))
			b.onPage("/connexion/confirmer")
			b.says("Utilisez votre clé d’accès", "Vous n’avez plus votre clé")
			b.audited("a key to use")
			b.shoot("acces-a-key-to-use-" + v.String())
			b.leads(chromedp.Click(`form[data-passkey="get"] button`))
			b.onPage("/espace/journal")
			b.visit("/connexion/confirmer?vers=%2Fespace%2Fcompte")
			b.audited("a proof to give")
			b.shoot("acces-a-proof-to-give-" + v.String())
			b.leads(chromedp.Click(`form[data-passkey="get"] button`))
			b.onPage("/espace/compte")
			b.audited("the account, with a fresh proof")
			b.shoot("acces-the-account-with-a-fresh-proof-" + v.String())
		})
	}
}
