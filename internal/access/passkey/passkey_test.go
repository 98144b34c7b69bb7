package passkey_test

import (
	"encoding/json"
	"testing"

	"continuum/internal/access/passkey"
	"continuum/internal/account"
	"continuum/internal/fault"
)

func TestNew(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]bool{
		"https://campus.example.fr": true, "https://campus.example.fr:8443": true, "http://localhost:8080": true,
		"http://campus.example.fr": false, "http://127.0.0.1:8080": false, "https://192.0.2.1": false, "": false, "://": false,
	} {
		if got := passkey.New(base) != nil; got != want {
			t.Errorf("New(%q) is a site: %v, want %v", base, got, want)
		}
	}
}

// What is asked names nobody: it is the same for all but the challenge.
func TestAskAnyTellsNothing(t *testing.T) {
	t.Parallel()
	s := passkey.New("https://campus.example.fr")
	a, err := s.AskAny()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		PublicKey struct {
			Challenge        string `json:"challenge"`
			RPID             string `json:"rpId"`
			UserVerification string `json:"userVerification"`
			Allow            []any  `json:"allowCredentials"`
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(a.Options, &got); err != nil {
		t.Fatal(err)
	}
	k := got.PublicKey
	if len(k.Challenge) < 22 || k.RPID != "campus.example.fr" || k.UserVerification != "required" || len(k.Allow) > 0 {
		t.Errorf("asked: %s", a.Options)
	}
}

// Whatever the browser answers, and whatever was kept: a refusal, never a key nor a panic.
func FuzzAnswer(f *testing.F) {
	s := passkey.New("https://campus.example.fr")
	asked, err := s.AskAny()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(asked.Kept, `{}`)
	f.Add(asked.Kept, `{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA","userHandle":"cA"}}`)
	f.Add("", "")
	holder := passkey.Holder{Person: account.Person{ID: "p"}, Keys: []account.Passkey{{ID: "AA", Data: `{"id":"AA"}`}, {Data: "not a key"}}}
	f.Fuzz(func(t *testing.T, kept, answer string) {
		if _, err := s.Check(kept, answer, func(account.PersonID) (passkey.Holder, error) { return holder, nil }); fault.KindOf(err) != fault.Denied {
			t.Errorf("Check = %v, want Denied", err)
		}
		if _, err := s.New(holder, kept, answer); fault.KindOf(err) != fault.Denied {
			t.Errorf("New = %v, want Denied", err)
		}
	})
}
