# Continuum. `make run` serves the site, `make test` checks it; both install what they need.
# Nothing but go, node, npm, make and git is assumed.

SHELL        := /bin/bash
.SHELLFLAGS  := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export CGO_ENABLED ?= 0

ADDR    ?= 127.0.0.1:8080
DATA    ?= var
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION)

# Pinned, each run as a module of its own so that none weighs on go.mod.
GOFUMPT     := go run mvdan.cc/gofumpt@v0.12.0
STATICCHECK := go run honnef.co/go/tools/cmd/staticcheck@v0.8.2
DEADCODE    := go run golang.org/x/tools/cmd/deadcode@v0.51.0

NPM     := node_modules/.package-lock.json
ASSETS  := internal/web/asset/dist/manifest.json
STAMPS  := .cache/make
DATASET := $(STAMPS)/dataset

.PHONY: help run build test test-all bench lighthouse lint fmt clean prerequisites

help: ## say what can be asked
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: build ## build, then serve http://localhost:8080 on the embedded dataset, data in ./var
	@echo "==> serving from ./$(DATA)"
	@exec bin/continuum serve --addr $(ADDR) --data $(DATA)

build: prerequisites $(ASSETS) $(DATASET) ## bin/continuum, one file that holds everything
	@echo "==> building bin/continuum $(VERSION)"
	@go build -ldflags '$(LDFLAGS)' -o bin/continuum ./cmd/continuum

prerequisites:
	@scripts/prerequisites.sh base

$(NPM): package.json package-lock.json
	@echo "==> installing the npm packages of package-lock.json"
	@npm ci --no-audit --no-fund --loglevel=error || { echo "make: npm ci failed: is the package registry reachable? (npm config get registry)" >&2; exit 1; }
	@touch $@

ASSET_SOURCES := $(shell find web cmd/assets internal/web -type f -not -path '*/dist/*' -not -name '*_test.go' 2>/dev/null)

$(ASSETS): $(NPM) $(ASSET_SOURCES)
	@echo "==> building styles, scripts and fonts"
	@go run ./cmd/assets
	@touch $@

DATASET_SOURCES := $(shell find internal/seed internal/geo internal/campus internal/date cmd/dataset -type f -not -name '*_test.go' 2>/dev/null)

$(DATASET): $(DATASET_SOURCES)
	@echo "==> checking the embedded dataset"
	@go run ./cmd/dataset check
	@mkdir -p $(STAMPS) && touch $@

test: ## everything, both database engines and a real browser (10 minutes at most)
	@$(MAKE) --no-print-directory build
	@scripts/prerequisites.sh chromium postgresql
	@$(MAKE) --no-print-directory lint
	@echo "==> testing"
	@CONTINUUM_REQUIRE_POSTGRES=1 CONTINUUM_REQUIRE_CHROMIUM=1 CONTINUUM_REQUIRE_OIDC=1 go test -timeout 9m ./...

test-all: ## test, and both themes, races, fuzzing (30 minutes at most)
	@$(MAKE) --no-print-directory build
	@scripts/prerequisites.sh chromium postgresql gcc
	@echo "==> testing both themes and both engines in the browser"
	@CONTINUUM_REQUIRE_POSTGRES=1 CONTINUUM_REQUIRE_CHROMIUM=1 CONTINUUM_E2E=all go test -timeout 18m ./internal/e2e/...
	@echo "==> testing the store where statements are prepared"
	@CONTINUUM_REQUIRE_POSTGRES=1 CONTINUUM_STORE=all go test -timeout 5m -run TestPrepared ./internal/store
	@echo "==> testing for races"
	@CGO_ENABLED=1 CONTINUUM_REQUIRE_POSTGRES=1 go test -race -short -timeout 14m $$(go list ./... | grep -v /internal/e2e)
	@scripts/fuzz.sh $(or $(FUZZTIME),4s)

bench: ## start, catalog, imports of 300 MB, pages per second, p99; tiles, search and itineraries against PostgreSQL
	@$(MAKE) --no-print-directory build
	@go run ./cmd/bench
	@scripts/prerequisites.sh postgresql postgis || echo "==> no PostGIS: the comparison with it is skipped"
	@echo "==> a tile of all offers of a region, against another encoder and against PostGIS"
	@go test -run '^$$' -bench OffersAgainst -v ./internal/tile
	@echo "==> search: a word misspelt, 30 km, two choices counted, the first 20, against PostgreSQL and PostGIS: same recall first"
	@go test -run '^$$' -bench SearchAgainstPostgres -benchtime 5x -v ./internal/search
	@echo "==> suggestions letter by letter; the index of the nation made and weighed"
	@go test -run '^$$' -bench 'Suggest|Index' -benchtime 5x ./internal/search
	@echo "==> itineraries CAP to level 7 in 60 km, against one recursive query of PostgreSQL: same fronts first"
	@go test -run '^$$' -bench ItinerariesAgainstPostgres -benchtime 40x ./internal/pathway
	@echo "==> itineraries, coverage, gaps, what-if and memory on the national offer; growth on generated nations"
	@go test -run '^$$' -bench 'OfficialItineraries|CoverageOfAcademies' -benchtime 200x ./internal/pathway
	@go test -run '^$$' -bench WhatIf -benchtime 30x ./internal/pathway
	@go test -run '^$$' -bench 'CoverageOfNation|Memory|Growth' -benchtime 1x ./internal/pathway
	@echo "==> 600 dossiers shared among 150 experts, proven best, against the Hungarian algorithm: same cost first"
	@go test -run '^$$' -bench AssignAgainstHungarian -benchtime 5x ./internal/expertise
	@echo "==> the deadline hour: 300 people save in 100 dossiers, 60 experts in their sheets, thinking 1 to 3 s, then all at one instant"
	@go test -run '^$$' -bench DeadlineHour/.*/thinking -benchtime 1x ./internal/store
	@go test -run '^$$' -bench DeadlineHour/.*/at-once -benchtime 10x ./internal/store

lighthouse: ## pages as first sent, on a simulated phone: median of 5
	@$(MAKE) --no-print-directory build
	@scripts/prerequisites.sh chromium
	@[ -d scripts/lighthouse/node_modules ] || npm ci --prefix scripts/lighthouse --no-audit --no-fund --loglevel=error
	@node scripts/lighthouse/measure.mjs bin/continuum $(RUNS)

lint: ## gofumpt, vet, staticcheck, deadcode, generated files
	@scripts/lint.sh "$(GOFUMPT)" "$(STATICCHECK)" "$(DEADCODE)"

fmt: ## format the Go and templ sources
	@$(GOFUMPT) -w $$(git ls-files --cached --others --exclude-standard '*.go' | grep -v _templ.go)
	@go tool templ fmt $$(git ls-files --cached --others --exclude-standard '*.templ')

clean: ## remove what was built (not ./var)
	@rm -rf bin .cache internal/web/asset/dist/* node_modules
