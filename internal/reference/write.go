package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"continuum/internal/opendata"
)

// Licences are those of the files, one each.
var Licences = []opendata.Licence{opendata.LicenceOuverte, opendata.NoneStated, opendata.ODbL, opendata.MIT}

// Size is what was written.
type Size struct {
	Licence opendata.Licence
	Sources int
	Bytes   int
}

// Write makes the dataset of the versions in force in a folder: for each licence a
// file, and beside it the notice that goes with it. What was there of a licence that
// nothing has any more is taken away.
func Write(dir string, rows opendata.Rows, sources []*opendata.Source) ([]Size, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var sizes []Size
	for _, licence := range Licences {
		file, err := Encode(rows, sources, licence)
		if err != nil {
			return nil, err
		}
		name := filepath.Join(dir, string(licence))
		if file == nil {
			err := errors.Join(os.Remove(name+".bin"), os.Remove(name+".txt"))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			continue
		}
		drafts, err := Decode(file)
		if err != nil {
			return nil, fmt.Errorf("what was just written can't be read: %w", err)
		}
		if err := errors.Join(replace(name+".bin", file), replace(name+".txt", []byte(notice(licence, drafts, sources)))); err != nil {
			return nil, err
		}
		sizes = append(sizes, Size{licence, len(drafts), len(file)})
	}
	return sizes, nil
}

// replace puts a whole file in the place of another, or leaves that one.
func replace(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".reference-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// terms say what each licence asks of a reader of the files.
var terms = map[opendata.Licence]string{
	opendata.LicenceOuverte: "Licence Ouverte / Open Licence 2.0 (Etalab): free reuse, naming the producer and the date.",
	opendata.NoneStated:     "No licence is stated by the producer. Published by an administration; reuse under the code des relations entre le public et l'administration, naming the producer. A build with the tag without_none_stated leaves this file out.",
	opendata.ODbL:           "Open Database License 1.0: attribution, and share alike for a database made from this one. Kept in a file of its own, so that it reaches nothing else. A build with the tag without_odbl leaves it out.",
	opendata.MIT:            "Tables published under the MIT licence by the teams named.",
}

// notice is the text beside a file: its licence, and what each of its parts comes from.
func notice(licence opendata.Licence, drafts []*opendata.Draft, sources []*opendata.Source) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.bin\n\n%s\n\nFacts and figures of the following datasets, in the order and the form of this project:\n", licence, terms[licence])
	for _, d := range drafts {
		for _, src := range sources {
			if src.ID != d.Source {
				continue
			}
			fmt.Fprintf(&b, "\n- %s\n  %s", src.Title, src.Publisher)
			if src.Dataset != "" {
				fmt.Fprintf(&b, ", %s", src.Dataset)
			}
			fmt.Fprintf(&b, "\n  %s, %d rows, id %s\n", orUnknown(d.Vintage), d.Rows, d.Source)
		}
	}
	return b.String()
}

func orUnknown(vintage string) string {
	if vintage == "" {
		return "date not stated"
	}
	return vintage
}
