package format

// Record is one record of a file. It is valid until the next is read; the strings that
// it gives may be kept.
//
// A value of a tabular file (CSV, XLSX, Parquet) is named by its heading, folded (see
// [Fold]). One of XML or JSON is named by its path from the record, written exactly:
// "identifiant", "romesV3/romeV3", "lien/@type" for an attribute, "@id" for one of the
// record itself. XML names are without prefix. An XML element has one value, its own
// text; a JSON object has none but those of its members; the items of a JSON array are
// values of the path of the array, and null is the empty string. A JSON record that is
// no object has its values at "@value".
type Record struct {
	File string // base name of the file it comes from; "archive.zip:member" in an archive
	Line int    // of its first line (CSV, XML), of its row (XLSX, Parquet), else its rank; from 1

	table  *table   // of tabular files
	values []string // of tabular files, one a heading
	tree   *tree    // of XML and JSON
}

// Get returns the first value of a heading or path, empty when there is none.
func (rec *Record) Get(heading string) string {
	if rec.tree != nil {
		if all := rec.tree.all(heading); len(all) > 0 {
			return all[0]
		}
		return ""
	}
	return rec.At(rec.table.field(heading))
}

// All returns the values of a heading or path in the order of the file. The slice is
// valid until the next record is read.
func (rec *Record) All(heading string) []string {
	if rec.tree != nil {
		return rec.tree.all(heading)
	}
	var all []string
	for _, i := range rec.table.fields(heading) {
		all = append(all, rec.values[i])
	}
	return all
}

// Has reports whether the file has the heading, or the record the path.
func (rec *Record) Has(heading string) bool {
	if rec.tree != nil {
		return len(rec.tree.all(heading)) > 0
	}
	return rec.table.field(heading) >= 0
}

// At returns the value at a position that [Reader.Field] gave, empty when negative.
func (rec *Record) At(i int) string {
	if i < 0 || i >= len(rec.values) {
		return ""
	}
	return rec.values[i]
}

// table is the headings of a tabular file.
type table struct {
	headings []string
	folded   map[string][]int
	asked    map[string]int // headings as callers write them: folding is slow
}

func newTable(headings []string) *table {
	t := &table{headings: headings, folded: make(map[string][]int), asked: make(map[string]int)}
	for i, h := range headings {
		f := Fold(h)
		t.folded[f] = append(t.folded[f], i)
	}
	return t
}

// field returns the first position of a heading, -1 when there is none.
func (t *table) field(heading string) int {
	if i, ok := t.asked[heading]; ok {
		return i
	}
	i := -1
	if all := t.fields(heading); len(all) > 0 {
		i = all[0]
	}
	t.asked[heading] = i
	return i
}

func (t *table) fields(heading string) []int {
	f := Fold(heading)
	if f == "" {
		return nil
	}
	return t.folded[f]
}
