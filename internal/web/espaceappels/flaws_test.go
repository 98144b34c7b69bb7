package espaceappels

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/text"
)

// Every sentence that package ruleset may say of a flaw is in the dictionaries.
func TestFlawsAreSaid(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../ruleset/*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	fr := text.For(text.French)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 3 {
				return true
			}
			switch fun := call.Fun.(type) {
			case *ast.SelectorExpr:
				if fun.Sel.Name != "bad" {
					return true
				}
				if key := whatKey(literal(call.Args[2])); !fr.Has(key) {
					t.Errorf("%s: no %s", name, key)
				}
				if key, _ := wayKey(literal(call.Args[1])); !fr.Has(key) {
					t.Errorf("%s: no %s", name, key)
				}
			case *ast.Ident:
				if fun.Name != "one" {
					return true
				}
				if key, _ := wayKey(literal(call.Args[2])); !fr.Has(key) {
					t.Errorf("%s: no %s", name, key)
				}
			default:
				return true
			}
			said++
			return true
		})
	}
	if said < 45 {
		t.Errorf("%d flaws found in the code", said)
	}
}

// literal is a text of the code, or what it begins with.
func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		s := literal(e.X)
		if s == "write " {
			s += "a text in quotes"
		}
		return s
	case *ast.CallExpr:
		return literal(e.Args[0])
	}
	return ""
}
