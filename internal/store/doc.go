// Package store is the truth of Continuum: every statement of the register with its
// history, the changes, and what readers report. It keeps one set of repositories
// and one SQL text for two engines, opened by packages sqlite and postgres.
//
// The register is bitemporal. A row of a statement is believed while its column
// retired is null; a correction retires it and records another, and no value is
// ever updated. Whatever rule a key, a foreign key or a check can say is said in
// migrations; the overlap of labels, which none can, is checked by the transaction
// that grants, on the version row of the campus.
//
// Everything is written through DB.InTx, which moves the generation that servers
// poll and leaves a row in the journal of changes; reports of readers are apart,
// because they are not public.
package store
