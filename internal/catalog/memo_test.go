package catalog

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestOnce(t *testing.T) {
	t.Parallel()
	c := new(Catalog)
	made := 0
	ask := func(key, text string, err error) (string, error) {
		return c.Once(key, func() (string, error) { made++; return text, err })
	}
	if _, err := ask("a", "", errors.New("no")); err == nil {
		t.Error("an error is lost")
	}
	for range 3 {
		if s, err := ask("a", "text", nil); s != "text" || err != nil {
			t.Errorf("Once = %q, %v", s, err)
		}
	}
	if made != 2 {
		t.Errorf("made %d times, want 2: the error, then the text", made)
	}
	if s, _ := ask("b", "other", nil); s != "other" {
		t.Errorf("another key gives %q", s)
	}
}

func TestOnceIsBounded(t *testing.T) {
	t.Parallel()
	c := new(Catalog)
	big := strings.Repeat("x", memoBytes/10)
	for i := range 25 {
		if s, _ := c.Once(strconv.Itoa(i), func() (string, error) { return big, nil }); s != big {
			t.Fatal("another text")
		}
		held := 0
		for k, v := range c.memo.kept {
			held += len(k) + len(v)
		}
		if held > memoBytes || held != c.memo.bytes {
			t.Fatalf("%d bytes held, %d counted, at most %d", held, c.memo.bytes, memoBytes)
		}
	}
	if s, _ := c.Once("huge", func() (string, error) { return strings.Repeat("x", memoBytes+1), nil }); len(s) != memoBytes+1 {
		t.Error("what can't be kept is not returned")
	}
}

func TestOnceTogether(t *testing.T) {
	t.Parallel()
	c := new(Catalog)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			key := strconv.Itoa(i % 7)
			if s, _ := c.Once(key, func() (string, error) { return key, nil }); s != key {
				t.Errorf("Once(%s) = %s", key, s)
			}
		})
	}
	wg.Wait()
}
