package throttle

import (
	"context"
	"errors"
)

// ErrBusy is a queue that is full: too many ask for dear things at once.
var ErrBusy = errors.New("throttle: too many dear computations are waited for")

// RetryAfter is in how many seconds one may ask again of a queue that was full.
const RetryAfter = 5

// Queue lets a few dear computations go on at once and a few more wait. The nil queue
// lets all of them.
type Queue struct {
	running chan struct{}
	waiting chan struct{} // of those let in, running ones included
}

// NewQueue lets some run at once and some more wait.
func NewQueue(running, waiting int) *Queue {
	return &Queue{make(chan struct{}, running), make(chan struct{}, running+waiting)}
}

// Do runs work when its turn comes. It fails at once with ErrBusy when too many wait
// already, and with the context's error when that ends first.
func (q *Queue) Do(ctx context.Context, work func() error) error {
	if q == nil {
		return work()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case q.waiting <- struct{}{}:
		defer func() { <-q.waiting }()
	default:
		return ErrBusy
	}
	select {
	case q.running <- struct{}{}:
		defer func() { <-q.running }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return work()
}
