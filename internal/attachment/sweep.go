package attachment

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"continuum/internal/fault"
)

// Stray are the contents of the folder that nobody names and that were kept before an
// instant, and the halves of files that a crash left: a content is kept before a dossier
// names it, so that a crash between the two leaves one.
func (f Folder) Stray(ctx context.Context, named func(hash string) bool, before time.Time) (paths []string, err error) {
	defer fault.Wrap(&err, "attachment.Stray")
	err = filepath.WalkDir(f.Dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // no file was ever taken, or another swept it
		}
		if err != nil || d.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		name := d.Name()
		if validHash(name) != nil && !strings.HasPrefix(name, ".part-") {
			return nil // not ours
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && info.ModTime().Before(before) && !named(name) {
			paths = append(paths, path)
		}
		return err
	})
	return paths, err
}

// Forget removes what [Folder.Stray] found.
func (f Folder) Forget(paths []string) error {
	for _, p := range paths {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
