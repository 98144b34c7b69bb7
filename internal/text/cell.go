package text

import "strings"

// Cell is a text as a cell of a table that spreadsheets open: one that they would run as a
// formula is made one that they show, by an apostrophe before it.
func Cell(s string) string {
	if strings.ContainsAny(s[:min(1, len(s))], "=+-@\t\r\n") {
		return "'" + s
	}
	return s
}
