#!/usr/bin/env bash
# usage: lint.sh GOFUMPT STATICCHECK DEADCODE (each a command)
set -euo pipefail
cd "$(dirname "$0")/.."
fail=0

say() { echo "==> lint: $*"; }
bad() { echo "lint: $*" >&2; fail=1; }

say formatting
mapfile -t files < <(git ls-files --cached --others --exclude-standard '*.go' | grep -v '_templ\.go$')
unformatted=$($1 -l "${files[@]}")
[ -z "$unformatted" ] || bad "not formatted (make fmt):"$'\n'"$unformatted"

say generated pages
for page in $(git ls-files --cached --others --exclude-standard '*.templ'); do
	go tool templ generate -stdout -f "$page" 2>/dev/null | diff -q - "${page%.templ}_templ.go" >/dev/null ||
		bad "${page%.templ}_templ.go is not what $page generates (go generate ./internal/web/...)"
done

say vet
go vet ./... || fail=1

say staticcheck
$2 ./... || fail=1

say dead code
dead=$($3 -test ./...)
[ -z "$dead" ] || bad "never called:"$'\n'"$dead"

exit $fail
