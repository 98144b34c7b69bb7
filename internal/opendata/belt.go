package opendata

import "context"

// pending is what was read and waits for the contract: a row, or why there is none.
type pending struct {
	at     Where
	row    Row
	breach *Breach
	skip   Skip
}

// batch is some of them; their rows lie in one piece.
type batch struct {
	items  []pending
	values []string
	bytes  int
}

// belt carries batches from the goroutine that reads to the one that keeps, and back to
// be used again: few of them, so that memory stays bounded.
type belt struct {
	full, free chan *batch
	filling    *batch
}

const (
	batches    = 3
	batchItems = 256
	batchBytes = 1 << 20
)

func newBelt(columns int) *belt {
	b := &belt{full: make(chan *batch, batches), free: make(chan *batch, batches)}
	for range batches {
		b.free <- &batch{items: make([]pending, 0, batchItems), values: make([]string, 0, batchItems*columns)}
	}
	b.filling = <-b.free
	return b
}

// add copies what was read into the batch being filled, and sends it on when it is full.
func (b *belt) add(ctx context.Context, p pending) error {
	f := b.filling
	if p.row != nil {
		from := len(f.values)
		f.values = append(f.values, p.row...)
		p.row = f.values[from:len(f.values):len(f.values)]
		for _, v := range p.row {
			f.bytes += len(v)
		}
	}
	f.items = append(f.items, p)
	if len(f.items) < batchItems && f.bytes < batchBytes {
		return nil
	}
	return b.send(ctx)
}

// send hands over the batch being filled and takes another.
func (b *belt) send(ctx context.Context) error {
	b.full <- b.filling // has room for all of them
	select {
	case b.filling = <-b.free:
		clear(b.filling.items)
		clear(b.filling.values)
		b.filling.items, b.filling.values, b.filling.bytes = b.filling.items[:0], b.filling.values[:0], 0
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
