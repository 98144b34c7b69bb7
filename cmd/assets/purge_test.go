package main

import "testing"

func TestPurge(t *testing.T) {
	t.Parallel()
	w := words{whole: map[string]bool{"a": true, "b-c": true}, prefixes: []string{"s-"}}
	for _, tt := range []struct{ name, in, want string }{
		{"a class in use", `.a{color:red}`, `.a{color:red}`},
		{"a class that is not", `.z{color:red}`, ``},
		{"one of a list", `.a:hover,.z{color:red}`, `.a:hover{color:red}`},
		{"all of a selector", `.a .z{color:red}`, ``},
		{"elements stay", `body>p{color:red}`, `body>p{color:red}`},
		{"a beginning that code completes", `.s-MOBI{color:red}`, `.s-MOBI{color:red}`},
		{"negation does not count", `.a:not(.z){color:red}`, `.a:not(.z){color:red}`},
		{"a dot in a string is no class", `[href$=".z"]{color:red}`, `[href$=".z"]{color:red}`},
		{"a beginning of a class in use", `[class^=b-]:before{x:y}`, `[class^=b-]:before{x:y}`},
		{"a beginning of what code completes", `[class*=" s-MOBI"]{x:y}`, `[class*=" s-MOBI"]{x:y}`},
		{"a beginning of no class", `[class*=" fr-z-"]:before,.a,[class^=fr-z-]{x:y}`, `.a{x:y}`},
		{"a beginning in a negation", `.a:not([class^=fr-z-]){x:y}`, `.a:not([class^=fr-z-]){x:y}`},
		{"inside media", `@media print{.a{color:red}.z{color:red}}`, `@media print{.a{color:red}}`},
		{"an emptied media", `@media print{.z{color:red}}.a{x:y}`, `.a{x:y}`},
		{"keyframes stay", `@keyframes z{0%{top:0}}`, `@keyframes z{0%{top:0}}`},
		{"a statement", `@charset "utf-8";.a{x:y}`, `@charset "utf-8";.a{x:y}`},
		{"a brace in a string", `.a{content:"}"}.z{x:y}`, `.a{content:"}"}`},
		{"a comma in :is", `:is(.a,.b-c){x:y}`, `:is(.a,.b-c){x:y}`},
		{"a property in use", `:root{--x:1;--y:2}.a{top:var(--x)}`, `:root{--x:1}.a{top:var(--x)}`},
		{"a property used by one unused", `:root{--x:1;--y:var(--x)}.a{top:0}`, `:root{}.a{top:0}`},
		{"a property with an address", `:root{--u:url(data:x;y\)z);--v:url("a;b")}.a{top:0}`, `:root{}.a{top:0}`},
		{"the map's properties are read by scripts", `:root{--map-sea:#fff}`, `:root{--map-sea:#fff}`},
	} {
		if got := string(purge([]byte(tt.in), w)); got != tt.want {
			t.Errorf("%s: purge(%s) = %s, want %s", tt.name, tt.in, got, tt.want)
		}
	}
}
