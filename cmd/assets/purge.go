package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The State's design system weighs 50 kB packed and the pages use a tenth of it.
// purge keeps the rules whose classes occur somewhere in the pages' sources, and
// the custom properties that something left refers to.

// words are the class names that sources may make: whole ones, and beginnings that
// code completes ("fr-alert--" + tone).
type words struct {
	whole    map[string]bool
	prefixes []string
}

func (w words) has(class string) bool {
	if w.whole[class] {
		return true
	}
	for _, p := range w.prefixes {
		if strings.HasPrefix(class, p) {
			return true
		}
	}
	return false
}

// begins reports whether a class in use may begin with that: the design system's
// [class^=fr-icon-]::before is tried against every element of a page, and costs as much
// as all the other rules together.
func (w words) begins(with string) bool {
	for s := range w.whole {
		if strings.HasPrefix(s, with) {
			return true
		}
	}
	return slices.ContainsFunc(w.prefixes, func(p string) bool { return strings.HasPrefix(with, p) })
}

var word = regexp.MustCompile(`[A-Za-z_][\w-]*`)

// wordsIn reads the words of templates, pages, drawings and scripts.
func wordsIn(root string) (words, error) {
	w := words{whole: map[string]bool{}}
	seen := map[string]bool{}
	for _, dir := range []string{"internal/web", "internal/document", "web/scripts", "web/map"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			switch filepath.Ext(path) {
			case ".templ", ".go", ".js":
			default:
				return nil
			}
			if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
				return nil
			}
			body, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, s := range word.FindAllString(string(body), -1) {
				w.whole[s] = true
				if len(s) > 1 && strings.HasSuffix(s, "-") && !seen[s] {
					seen[s] = true
					w.prefixes = append(w.prefixes, s)
				}
			}
			return nil
		})
		if err != nil {
			return w, err
		}
	}
	return w, nil
}

// purge drops from a minified sheet what no page can use.
func purge(css []byte, w words) []byte {
	css = rules(css, w)
	for {
		smaller := properties(css)
		if len(smaller) == len(css) {
			return css
		}
		css = smaller
	}
}

// rules drops the selectors that name an unknown class, and the blocks left empty.
func rules(css []byte, w words) []byte {
	var out bytes.Buffer
	for len(css) > 0 {
		head, body, rest, ok := block(css)
		if !ok { // a statement without a block, such as @charset
			out.Write(head)
			css = rest
			continue
		}
		css = rest
		switch {
		case bytes.HasPrefix(head, []byte("@media")), bytes.HasPrefix(head, []byte("@supports")),
			bytes.HasPrefix(head, []byte("@layer")), bytes.HasPrefix(head, []byte("@container")):
			if inner := rules(body, w); len(inner) > 0 {
				writeBlock(&out, head, inner)
			}
		case bytes.HasPrefix(head, []byte("@")):
			writeBlock(&out, head, body)
		default:
			if kept := selectors(string(head), w); kept != "" && len(body) > 0 {
				writeBlock(&out, []byte(kept), body)
			}
		}
	}
	return out.Bytes()
}

func writeBlock(out *bytes.Buffer, head, body []byte) {
	out.Write(head)
	out.WriteByte('{')
	out.Write(body)
	out.WriteByte('}')
}

// block cuts the first block of css: what stands before its brace, its inside, the
// rest. ok is false for a statement that ends with a semicolon, or the sheet's end.
func block(css []byte) (head, body, rest []byte, ok bool) {
	depth, open := 0, 0
	for i := 0; i < len(css); i++ {
		switch css[i] {
		case '\\':
			i++
		case '"', '\'':
			i = closing(css, i)
		case ';':
			if depth == 0 {
				return css[:i+1], nil, css[i+1:], false
			}
		case '{':
			if depth == 0 {
				open = i
			}
			depth++
		case '}':
			if depth--; depth == 0 {
				return css[:open], css[open+1 : i], css[i+1:], true
			}
		}
	}
	return css, nil, nil, false
}

// closing is the place of the quote that ends the string begun at i.
func closing(css []byte, i int) int {
	quote := css[i]
	for i++; i < len(css); i++ {
		if css[i] == '\\' {
			i++
		} else if css[i] == quote {
			break
		}
	}
	return i
}

var (
	negation = regexp.MustCompile(`:not\([^()]*(\([^()]*\)[^()]*)*\)`)
	quoted   = regexp.MustCompile(`"[^"]*"`)
	class    = regexp.MustCompile(`\.(-?[A-Za-z_](?:[\w-]|\\.)*)`)
	begun    = regexp.MustCompile(`\[class[\^*]="?\s*([\w-]+)"?\]`)
)

// selectors keeps the selectors of a list whose classes, and beginnings of classes, are all
// in use; what :not names does not count.
func selectors(list string, w words) string {
	var kept []string
	for _, s := range splitTop(list) {
		named := negation.ReplaceAllString(s, "")
		used := !slices.ContainsFunc(begun.FindAllStringSubmatch(named, -1), func(m []string) bool { return !w.begins(m[1]) })
		plain := quoted.ReplaceAllString(named, "")
		for _, m := range class.FindAllStringSubmatch(plain, -1) {
			if !w.has(m[1]) {
				used = false
				break
			}
		}
		if used {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ",")
}

// splitTop splits a selector list at the commas that are in no parenthesis, bracket
// or string.
func splitTop(list string) []string {
	var parts []string
	depth, from := 0, 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '"', '\'':
			i = closing([]byte(list), i)
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, list[from:i])
				from = i + 1
			}
		}
	}
	return append(parts, list[from:])
}

var (
	reference   = regexp.MustCompile(`var\(\s*(--[\w-]+)`)
	declaration = regexp.MustCompile(`[{;](--[\w-]+):(?:"[^"]*"|url\((?:\\.|[^)])*\)|[^;{}"])*`)
)

// properties drops the declarations of custom properties that nothing refers to,
// except the map's, which scripts read.
func properties(css []byte) []byte {
	used := map[string]bool{}
	for _, m := range reference.FindAllSubmatch(css, -1) {
		used[string(m[1])] = true
	}
	css = declaration.ReplaceAllFunc(css, func(decl []byte) []byte {
		name := string(declaration.FindSubmatch(decl)[1])
		if used[name] || strings.HasPrefix(name, "--map") || name == "--mark" {
			return decl
		}
		if decl[0] == '{' {
			return decl[:1]
		}
		return nil
	})
	// The first declaration of a block leaves its semicolon behind.
	return bytes.ReplaceAll(css, []byte("{;"), []byte("{"))
}
