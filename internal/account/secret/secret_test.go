package secret

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"continuum/internal/fault"
)

func TestHash(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	kept, err := h.Hash(t.Context(), "ouvrons la mer demain")
	if err != nil || !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("Hash = %q, %v", kept, err)
	}
	again, _ := h.Hash(t.Context(), "ouvrons la mer demain")
	if again == kept {
		t.Error("two hashes of one password are the same: no salt")
	}
	for _, tt := range []struct {
		kept, password string
		want           bool
	}{
		{kept, "ouvrons la mer demain", true},
		{again, "ouvrons la mer demain", true},
		{kept, "ouvrons la mer demaiN", false},
		{kept, "", false},
		{"", "ouvrons la mer demain", false},
		{"", "", false},
	} {
		if got, err := h.Verify(t.Context(), tt.kept, tt.password); got != tt.want || err != nil {
			t.Errorf("Verify(%.20q, %q) = %v, %v, want %v", tt.kept, tt.password, got, err, tt.want)
		}
	}
}

// What is kept may be anything: an error, not a panic, nor a gigabyte.
func FuzzDecode(f *testing.F) {
	f.Add(encode(make([]byte, saltLen), make([]byte, keySize)))
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$AA$AA")
	f.Fuzz(func(t *testing.T, s string) {
		if e, err := decode(s); err == nil && (e.memory > 1<<20 || len(e.key) != keySize) {
			t.Errorf("decode(%q) = %+v", s, e)
		}
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	about := []string{"Gwenaëlle Le Bihan", "g.lebihan@ac-rennes.fr"}
	for _, tt := range []struct{ password, want string }{
		{"trois mouettes sur un quai", ""},
		{"correct horse battery staple", ""},
		{"v9$Kd2!mQx7w", ""},
		{"ardoise-violoncelle-42", ""},
		{"la marée monte à 7 h 12", ""},
		{"court", "password.short"},
		{"onzecaracte", "password.short"},
		{strings.Repeat("ab9 ", 60), "password.long"},
		{"ligne\nde trop ici", "password.unreadable"},
		{"octets \xff\xfe invalides", "password.unreadable"},
		{"motdepasse123", "password.common"},
		{"MotDePasse2026!", "password.common"},
		{"m0td3p@ss32026", "password.common"},
		{"P@ssw0rd1234", "password.common"},
		{"Bonjour123456", "password.common"},
		{"Bretagne2026!!", "password.common"},
		{"azertyuiop123", "password.common"},
		{"qsdfghjklmù123", ""}, // the ù is on no row that runs
		{"aaaaaaaaaaaaaaa", "password.common"},
		{"abababababababab", "password.common"},
		{"123456789012", "password.common"},
		{"soleilsoleilsoleil", "password.common"},
		{"JeanPierre1985", "password.common"},
		{"Février2026!!", "password.common"},
		{"ÉtéÉtéÉté2026", "password.common"},
		{"lebihan-gwenaelle", "password.own"},
		{"Gwenaelle56100", "password.own"},
		{"gwenaelle aime les phares", ""},
		{"ac-rennes-lebihan7", "password.own"},
	} {
		err := Check(tt.password, about...)
		got := ""
		if f, ok := errors.AsType[*fault.Error](err); ok {
			got = f.Key
		}
		if got != tt.want {
			t.Errorf("Check(%q) = %v, want %q", tt.password, err, tt.want)
		}
	}
}

// Whatever rule people follow to make a common word long, it is found.
func TestCommonByRule(t *testing.T) {
	t.Parallel()
	n := 0
	for word := range common() {
		for _, made := range []string{
			fmt.Sprintf("%s%s", word, "1234567890!!"), fmt.Sprintf("%s!%012d", strings.ToUpper(word), 2026),
			strings.Repeat(word, 12/len(word)+1), unleetBack(word) + "azerty2026!?",
		} {
			if len(made) < MinPassword {
				continue
			}
			if n++; Check(made) == nil {
				t.Errorf("%q is accepted", made)
			}
		}
	}
	if n < 2000 {
		t.Errorf("only %d passwords were tried", n)
	}
}

// unleetBack writes some letters as digits.
func unleetBack(s string) string {
	return strings.NewReplacer("a", "4", "e", "3", "o", "0").Replace(s)
}

func FuzzCheck(f *testing.F) {
	f.Add("trois mouettes sur un quai", "Anne")
	f.Add("\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\u0301")
	f.Fuzz(func(t *testing.T, password, about string) { _ = Check(password, about) })
}

func TestToken(t *testing.T) {
	t.Parallel()
	token, kept := NewToken()
	other, _ := NewToken()
	if token == other || len(token) < 43 || kept != Kept(token) || strings.Contains(kept, token) {
		t.Errorf("NewToken = %q, %q, then %q", token, kept, other)
	}
	for _, bad := range []string{"", "x", token + "x", token[1:]} {
		if Kept(bad) != "" {
			t.Errorf("Kept(%q) is something", bad)
		}
	}
}

// Nothing to compare with takes a turn and a computation all the same.
func TestVerifyAlwaysWorks(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	for range cap(h.turns) {
		h.turns <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	kept := encode(make([]byte, saltLen), make([]byte, keySize))
	for _, k := range []string{"", kept} {
		if ok, err := h.Verify(ctx, k, "trois mouettes sur un quai"); ok || !errors.Is(err, context.Canceled) {
			t.Errorf("Verify(%q) while others compute = %v, %v: it did not wait for its turn", k, ok, err)
		}
	}
}
