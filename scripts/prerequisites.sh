#!/usr/bin/env bash
# usage: prerequisites.sh base | chromium | postgresql | postgis | gcc …
# Installs what is absent by the system's package manager and says so; ends with one
# clear line when it can't.
set -euo pipefail
cd "$(dirname "$0")/.."

die() { echo "make: $*" >&2; exit 1; }

# has NAME reports whether a program is there: a file, never a function of this script,
# which may have the same name.
has() { type -P "$1" >/dev/null; }

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif has sudo && sudo -n true 2>/dev/null; then
		sudo -n "$@"
	else
		return 1
	fi
}

# install NAME DEBIAN FEDORA ALPINE BREW installs the package that provides NAME.
install() {
	local name=$1 debian=$2 fedora=$3 alpine=$4 brew=$5 how
	echo "==> installing $name by the system's package manager"
	if has apt-get; then
		how="apt-get install $debian"
		# Lists may be absent (slim images) or old: refresh them only when needed.
		apt_install "$debian" || { as_root apt-get update -qq && apt_install "$debian"; } || die "can't install $name: run \`$how\` as root, then start again"
	elif has dnf; then
		how="dnf install $fedora"
		as_root dnf install -y -q "$fedora" || die "can't install $name: run \`$how\` as root, then start again"
	elif has apk; then
		how="apk add $alpine"
		as_root apk add --quiet "$alpine" || die "can't install $name: run \`$how\` as root, then start again"
	elif has brew; then
		brew install -q "$brew" || die "can't install $name: run \`brew install $brew\`, then start again"
	else
		die "can't install $name: no package manager known here; install it by hand, then start again"
	fi
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# newer HAVE WANT reports whether version HAVE is at least WANT.
newer() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

base() {
	has go || die "Go is absent: install Go $(sed -n 's/^go //p' go.mod) or newer"
	has node && has npm || die "Node.js or npm is absent: install Node.js 20 or newer with npm"
	newer "$(node --version | tr -d v)" 20 || die "Node.js $(node --version) is too old: install 20 or newer"
}

chromium() {
	local name
	for name in chromium chromium-browser google-chrome headless-shell; do
		has "$name" && return
	done
	[ -n "${CONTINUUM_CHROMIUM:-}" ] && [ -x "$CONTINUUM_CHROMIUM" ] && return
	install Chromium chromium chromium chromium chromium
}

postgresql() {
	has initdb && return
	compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
	# The tests start a server of their own: Debian's package need not create one.
	if has apt-get && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
		as_root mkdir -p /etc/postgresql-common || true
		echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null || true
	fi
	install PostgreSQL postgresql postgresql-server postgresql postgresql
}

# The benchmarks compare with PostGIS, beside the newest PostgreSQL installed.
postgis() {
	# The library, not the extension's control file: that one is in a package of its own.
	for at in '/usr/lib/postgresql/*/lib' '/usr/lib64/pgsql' '/usr/lib/postgresql'; do
		compgen -G "$at/postgis-3.so" >/dev/null && return
	done
	local major
	major=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | cut -d / -f 5 | sort -n | tail -n 1)
	install PostGIS "postgresql-${major:-15}-postgis-3" postgis postgis postgis
}

gcc() {
	has gcc || has clang || install "a C compiler (for the race detector)" gcc gcc gcc gcc
}

for what in "$@"; do
	case $what in
	base | chromium | postgresql | postgis | gcc) "$what" ;;
	*) die "prerequisites.sh: unknown prerequisite $what" ;;
	esac
done
