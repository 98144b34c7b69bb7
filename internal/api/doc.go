// Package api serves the register and the national offer to programs under /api/v1:
// JSON lists in pages, whole selections as CSV and GeoJSON, and the document that
// describes them. It is a function of a catalog and of today; it writes nothing and
// calls no one.
//
// One table (see endpoints) declares each path with its parameters, its columns and
// the type it answers. Reading a query, refusing it and describing it all derive from
// that table, so that the document can't promise what the code does not do. A general
// framework was weighed and left: it would not refuse unknown or repeated parameters,
// name every fault of a query at once, or stream, without as much code around it.
//
// Every answer is bounded: a query string of 8 KiB, pages of 1,000 items. What
// streams is made as it is written: a register of some hundreds of campuses, an offer
// of some tens of thousands of lines.
package api
