package format

import (
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A sheet is found by its name, or by a glob where each edition has its year in it.
func TestXLSXSheet(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	for _, sheet := range []string{"Sheet1", "BMO_2025_open_data"} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow(sheet, "A1", &[]string{sheet}); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "book.xlsx")
	if err := book.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		sheet, want string // want is the heading of the sheet, empty for none
	}{
		{"", "Sheet1"},
		{"BMO_2025_open_data", "BMO_2025_open_data"},
		{"BMO_*_open_data", "BMO_2025_open_data"},
		{"BMO_2024_open_data", ""},
		{"[", ""},
	} {
		r, err := Open(name, "", Format{Kind: XLSX, Sheet: tt.sheet}, Limits{})
		if err != nil {
			if tt.want != "" {
				t.Errorf("sheet %q: %v", tt.sheet, err)
			}
			continue
		}
		if tt.want == "" || r.Field(tt.want) != 0 {
			t.Errorf("sheet %q: another sheet than %q was opened", tt.sheet, tt.want)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
