package query

import "testing"

// What an address says is read back; what is empty is not in it.
func TestParams(t *testing.T) {
	t.Parallel()
	var p Params
	p.Add("q", "cap & bts", "")
	p.Add("niveau", "3", "4")
	p.Add("lieu", "")
	got := p.Address("/formations")
	if want := "/formations?q=cap+%26+bts&niveau=3&niveau=4"; got != want {
		t.Errorf("address %s, want %s", got, want)
	}
	r := New(got[len("/formations?"):])
	if s, l := r.Text("q", 100), r.Values("niveau"); s != "cap & bts" || len(l) != 2 || r.Err() != nil {
		t.Errorf("read back: %q, %v, %v", s, l, r.Err())
	}
	if got := (Params{}).Address("/carte"); got != "/carte" {
		t.Errorf("address without parameters: %s", got)
	}
}
