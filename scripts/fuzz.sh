#!/usr/bin/env bash
# usage: fuzz.sh [TIME]: runs every fuzz target of the project for TIME each (10s)
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-10s}

while IFS=: read -r file target; do
	package=./$(dirname "$file")
	echo "==> fuzzing $target in $package for $time"
	go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package"
done < <(git ls-files --cached --others --exclude-standard '*_test.go' | xargs -r grep -oH '^func Fuzz[A-Za-z0-9_]*' | sed 's/:func /:/')
