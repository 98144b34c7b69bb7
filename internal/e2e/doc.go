// Package e2e tests the whole program in a real browser: every page, narrow and
// wide, with scripts and without. It holds tests only.
//
// One Chromium serves all tests, tabs one after the other. Without Chromium the
// tests are skipped, unless CONTINUUM_REQUIRE_CHROMIUM is set. CONTINUUM_E2E=all
// tests both themes; CONTINUUM_SHOTS=DIR writes a picture of every page there.
package e2e
