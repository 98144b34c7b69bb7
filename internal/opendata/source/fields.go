package source

import "continuum/internal/opendata"

// from fills a column from the first of the headings that a file has.
func from(column string, headings ...string) opendata.Field {
	return opendata.Field{Column: column, Headings: headings}
}

// maybe is from, for a heading that some files of the layout don't have.
func maybe(column string, headings ...string) opendata.Field {
	return opendata.Field{Column: column, Headings: headings, Optional: true}
}

// named fills each column from the heading of the same name.
func named(columns ...string) []opendata.Field {
	fields := make([]opendata.Field, len(columns))
	for i, c := range columns {
		fields[i] = from(c, c)
	}
	return fields
}
