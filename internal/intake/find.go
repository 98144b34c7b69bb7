package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"continuum/internal/opendata"
)

// maxFiles bounds a folder: one with more is not a folder of official files.
const maxFiles = 100_000

// Find looks in a folder and below for the files of sources, by their names, and returns
// them by source. Hidden folders are passed over. A file may be of several sources.
func Find(root string, sources []*opendata.Source) (map[string][]string, error) {
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	found := make(map[string][]string)
	n := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(d.Name(), ".") && path != root {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if n++; n > maxFiles {
			return fmt.Errorf("%s holds more than %d files: name the folder of the official ones", root, maxFiles)
		}
		for _, s := range sources {
			if s.Matches(path) {
				found[s.ID] = append(found[s.ID], path)
			}
		}
		return nil
	})
	return found, err
}

// program tells this program from another: the checksum of its file, empty when it
// can't be read.
func program() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
