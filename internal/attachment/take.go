package attachment

import (
	"context"
	"fmt"
	"io"

	"continuum/internal/fault"
)

// Desk takes files in.
type Desk struct {
	Keeper  Keeper
	Scanner Scanner // nil when there is none: what is taken is flagged so
	Most    int64   // bytes of a file, whatever is asked for; 0: MaxBytes
}

// Taken is a file that is kept.
type Taken struct {
	Found
	Hash string
	Size int64
}

// Take reads a file of at most limit bytes, inspects it, has it scanned and keeps it. What
// is refused leaves no trace.
func (d *Desk) Take(ctx context.Context, name string, r io.Reader, formats []string, limit int64) (Taken, error) {
	limit = min(limit, MaxBytes)
	if d.Most > 0 {
		limit = min(limit, d.Most)
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return Taken{}, fault.New(fault.Invalid, "attachment.cut").In("file").Because(fmt.Errorf("the file did not come whole: %w", err))
	}
	if int64(len(content)) > limit {
		return Taken{}, bad("attachment.long", "more than %d bytes", limit)
	}
	t := Taken{Hash: HashOf(content), Size: int64(len(content))}
	if t.Found, err = Inspect(name, content, formats); err != nil {
		return Taken{}, err
	}
	if d.Scanner == nil {
		t.Flags = append(t.Flags, Unscanned)
	} else if err := d.Scanner.Scan(ctx, content); err != nil {
		return Taken{}, err
	}
	return t, d.Keeper.Keep(ctx, t.Hash, content)
}
