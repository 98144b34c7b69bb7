package attachment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"continuum/internal/fault"
)

// Keeper keeps contents under the SHA-256 of what they are. The same content is kept
// once.
type Keeper interface {
	// Keep keeps a content and returns once it would survive a crash.
	Keep(ctx context.Context, hash string, content []byte) error
	// Open gives a content back; fault.NotFound when it is not kept.
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
}

// HashOf names a content: 64 hexadecimal digits.
func HashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func validHash(hash string) error {
	if b, err := hex.DecodeString(hash); err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != hash {
		return fault.New(fault.NotFound, "attachment.unknown").Because(fmt.Errorf("%.80q is no hash", hash))
	}
	return nil
}

func unknown(hash string) error {
	return fault.New(fault.NotFound, "attachment.unknown").Because(fmt.Errorf("no content %.12s is kept", hash))
}

// Folder keeps contents in a folder of the machine.
type Folder struct{ Dir string }

func (f Folder) path(hash string) string { return filepath.Join(f.Dir, hash[:2], hash) }

// Keep writes a content beside its place, on the disk, and then puts it there: a reader
// never finds half of one.
func (f Folder) Keep(_ context.Context, hash string, content []byte) (err error) {
	defer fault.Wrap(&err, "attachment.Keep")
	if err := validHash(hash); err != nil {
		return err
	}
	if HashOf(content) != hash {
		return fault.New(fault.Invalid, "attachment.damaged").Because(errors.New("the content is not what its hash names"))
	}
	place := f.path(hash)
	if info, err := os.Stat(place); err == nil && info.Size() == int64(len(content)) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(place), ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // of no effect once renamed
	_, err = tmp.Write(content)
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), place); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(place))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open reads a content, and checks it: a file that was changed on the disk is not
// given for what it was.
func (f Folder) Open(_ context.Context, hash string) (_ io.ReadCloser, err error) {
	defer fault.Wrap(&err, "attachment.Open")
	if err := validHash(hash); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(f.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknown(hash)
	} else if err != nil {
		return nil, err
	}
	return checked(hash, b)
}

func checked(hash string, content []byte) (io.ReadCloser, error) {
	if HashOf(content) != hash {
		return nil, fault.New(fault.Internal, "attachment.damaged").Because(fmt.Errorf("content %.12s is not what its hash names", hash))
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}
