// Package app wires the program: what is built from what, in which order it starts
// and stops. It follows the store's changes and swaps the catalog, serves pages, API,
// tiles and assets on one address, and tells operators how it is (/healthz, /readyz,
// /metrics). Rules and pages live in the rooms that it joins.
package app
