package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func readJSON(data []byte, path string, size int) ([]values, error) {
	j := &jsonRows{builder: newBuilder(), w: smallWindow(data, size), start: -1}
	if path != "" {
		j.path = strings.Split(path, "/")
	}
	return gather(j)
}

// naiveJSON is the twin of jsonRows, on encoding/json: whole in memory, by recursion.
func naiveJSON(data []byte, path string) ([]values, error) {
	if !json.Valid(data) {
		return nil, fmt.Errorf("not JSON")
	}
	raw := json.RawMessage(data)
	if path != "" {
		for step := range strings.SplitSeq(path, "/") {
			keys, items, err := members(raw, '{')
			if err != nil {
				return nil, err
			}
			raw = nil
			for i, k := range keys {
				if k == step {
					raw = items[i]
					break
				}
			}
			if raw == nil {
				return nil, fmt.Errorf("no %s", step)
			}
		}
	}
	_, items, err := members(raw, '[')
	if err != nil {
		return nil, err
	}
	var records []values
	for _, item := range items {
		v := make(values)
		v.fill("", true, item)
		records = append(records, v)
	}
	return records, nil
}

// members splits an object or an array.
func members(raw json.RawMessage, open json.Delim) (keys []string, items []json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if token, err := d.Token(); err != nil || token != open {
		return nil, nil, fmt.Errorf("%v, want %v (%v)", token, open, err)
	}
	for d.More() {
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return nil, nil, err
			}
			keys = append(keys, key.(string))
		}
		var item json.RawMessage
		if err := d.Decode(&item); err != nil {
			return nil, nil, err
		}
		items = append(items, item)
	}
	return keys, items, nil
}

func (v values) fill(path string, root bool, raw json.RawMessage) {
	if keys, items, err := members(raw, '{'); err == nil {
		for i, item := range items {
			below := keys[i]
			if path != "" {
				below = path + "/" + below
			}
			v.fill(below, false, item)
		}
		return
	}
	if _, items, err := members(raw, '['); err == nil {
		for _, item := range items {
			v.fill(path, root, item)
		}
		return
	}
	if root {
		path = "@value"
	}
	var text string
	switch raw[0] {
	case '"':
		_ = json.Unmarshal(raw, &text)
	case 'n':
	default:
		text = string(raw)
	}
	v[path] = append(v[path], text)
}

var jsonSeeds = []string{
	`[{"a":1,"b":[true,false,null,"x"],"c":{"d":-1.50e+3,"e":{}}},{"a":""}]`,
	`{"meta":{"n":2,"r":[0]},"r":[{"a":"é\u00e9\n\ud83d\ude00\ud800\"\\\/"},[1,[2]],3,"s"],"after":[{}]}`,
	` [ ] `,
	`[{"a":1}] x`,
	`[{"a":01}]`,
	`[{"a":1,}]`,
	`[{"a":1}`,
	`[1,]`,
	`[1 2]`,
	`[{"a" 1}]`,
	`[{a:1}]`,
	`["\x"]`,
	"[\"\n\"]",
	`[tru]`,
	`[-]`,
	`[1.]`,
	`[1e]`,
	`{"r":{}}`,
	`{"r":[],"r":[1]}`,
	"[\"\xe9\"]",
	`["\ud83d\u0041"]`,
}

func sameJSON(t *testing.T, data []byte) {
	t.Helper()
	for _, path := range []string{"", "r", "meta/r"} {
		want, wantErr := naiveJSON(data, path)
		for _, size := range []int{1, 16, 4096} {
			got, err := readJSON(data, path, size)
			if err != nil && strings.Contains(err.Error(), "nested more") || !utf8.Valid(data) {
				continue
			}
			if (err == nil) != (wantErr == nil) {
				t.Fatalf("%q at %q: %v (%v), encoding/json says %v", data, path, err, got, wantErr)
			}
			if err != nil {
				continue
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q at %q: (-encoding/json +ours)\n%s", data, path, diff)
			}
		}
	}
}

func TestJSONReadsWhatEncodingJSONReads(t *testing.T) {
	t.Parallel()
	for _, seed := range jsonSeeds {
		sameJSON(t, []byte(seed))
		for i := range seed {
			sameJSON(t, []byte(seed[:i]))
			sameJSON(t, []byte(seed[:i]+seed[i+1:]))
		}
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range jsonSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(sameJSON)
}

func TestJSONKeyed(t *testing.T) {
	t.Parallel()
	j := &jsonRows{builder: newBuilder(), w: smallWindow([]byte(`{"x":{"FOR.1":{"a":"b"},"FOR.2":["c","d"]}}`), 8), path: []string{"x"}, keyed: true, start: -1}
	got, err := gather(j)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]values{{"@key": {"FOR.1"}, "a": {"b"}}, {"@key": {"FOR.2"}, "@value": {"c", "d"}}}, got); diff != "" {
		t.Error(diff)
	}
}

// A record that is not UTF-8 is left out, those around it are read.
func TestJSONDamagedRecord(t *testing.T) {
	t.Parallel()
	j := &jsonRows{builder: newBuilder(), w: smallWindow([]byte("[{\"a\":\"b\"},{\"a\":\"\xe9\"},{\"a\":\"c\"}]"), 8), start: -1}
	var rec Record
	var got []string
	for {
		err := j.next(&rec)
		if err == io.EOF {
			break
		}
		if d, ok := err.(*damaged); ok {
			got = append(got, fmt.Sprint(d.line, d.reason))
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, rec.Get("a"))
	}
	if want := []string{"b", "2not UTF-8", "c"}; !cmp.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestJSONErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, path, want string }{
		{"no array", `{"a":1}`, "lycees", `no "lycees"`},
		{"an object", `{"lycees":{}}`, "lycees", "lycees is an object, where an array was expected"},
		{"an array", `[1]`, "lycees", "the whole file is an array, where an object"},
		{"cut", `{"lycees":[{"a":"b`, "lycees", "truncated"},
		{"deep", strings.Repeat("[", maxDepth+2), "", "deep"},
		{"line", "[\n\n{\"a\":x}]", "", "line 3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readJSON([]byte(tt.in), tt.path, 64)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want one that says %q", err, tt.want)
			}
		})
	}
}

// A record and a string that never end are refused before they are held.
func TestJSONBounds(t *testing.T) {
	t.Parallel()
	for _, start := range []string{`["`, `{"`, `[[` + strings.Repeat("1,", 1<<20), `[{"a":"` + strings.Repeat(`\n`, 1<<20)} {
		content := &endless{start: start}
		j := &jsonRows{builder: newBuilder(), w: newWindow(content, 1<<20), start: -1}
		if start[0] == '{' {
			j.path = []string{"r"}
		}
		_, err := gather(j)
		if err == nil || !strings.Contains(err.Error(), "more than 1 MB") {
			t.Errorf("%.20q…: %v", start, err)
		}
		if content.n > 8<<20 || len(j.w.buf) > 4<<20 {
			t.Errorf("%.20q…: %d bytes read, %d held", start, content.n, len(j.w.buf))
		}
	}
}
