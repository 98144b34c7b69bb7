package api

import (
	"bytes"
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"time"

	"continuum/internal/question"
	"continuum/internal/throttle"
)

// patience bounds the work of one question. The longest that is meant to be asked, the
// coverage of the country in all sectors, takes two seconds.
const patience = 20 * time.Second

// values are the parameters given, for package question.
func (q *query) values() url.Values {
	v := make(url.Values)
	for _, p := range q.given {
		v.Add(p.name, p.value)
	}
	return v
}

// faulty refuses what package question can't accept.
func faulty(faults []question.Fault) *Problem {
	all := make([]ParamError, 0, len(faults))
	for _, f := range faults {
		r := refusal{name: f.Name, value: f.Value, detail: f.Detail, accepted: f.Accepted}
		all = append(all, r.fault())
	}
	return refusedFor(http.StatusBadRequest, all)
}

// failed says why the engine did not answer.
func failed(err error) *Problem {
	if f, ok := question.Refused(err); ok {
		return faulty([]question.Fault{f})
	}
	if errors.Is(err, throttle.ErrBusy) {
		p := problem(http.StatusServiceUnavailable, "Too many questions are being worked on: ask again in a few seconds.")
		p.retry = throttle.RetryAfter
		return p
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return problem(http.StatusServiceUnavailable, "The answer took too long and was given up: ask about a smaller territory, fewer sectors or a shorter distance.")
	}
	if errors.Is(err, context.Canceled) {
		return problem(http.StatusServiceUnavailable, "The question was given up.")
	}
	return problem(http.StatusInternalServerError, "The continuum can't be computed.")
}

// remembered is answered for what is small, dear and asked again: the territories of a
// map. The catalog keeps the text for as long as it is right.
func (c *call) remembered(work func(context.Context) (any, error)) (reply, *Problem) {
	body, err := c.view.cat.Once("api "+c.path()+"?"+c.query.canonical(), func() (string, error) {
		ctx, cancel := c.bound()
		defer cancel()
		v, err := c.inTurn(ctx, work)
		if err != nil {
			return "", err
		}
		return string(encode(v)), nil
	})
	if err != nil {
		return reply{}, failed(err)
	}
	return wholeOf(body), nil
}

// answered is the reply to a question. It is made whole: what the engine says must be
// known before the first byte, for it may refuse.
func (c *call) answered(work func(context.Context) (any, error)) (reply, *Problem) {
	ctx, cancel := c.bound()
	defer cancel()
	v, err := c.inTurn(ctx, work)
	if err != nil {
		return reply{}, failed(err)
	}
	return wholeOf(encode(v)), nil
}

// inTurn does a work when few enough others are being done.
func (c *call) inTurn(ctx context.Context, work func(context.Context) (any, error)) (v any, err error) {
	err = c.cfg.Dear.Do(ctx, func() error {
		v, err = work(ctx)
		return err
	})
	return v, err
}

func wholeOf[T ~string | ~[]byte](body T) reply {
	return reply{total: -1, write: func(w *bytes.Buffer, _ func() error) error {
		w.WriteString(string(body))
		w.WriteByte('\n')
		return nil
	}}
}

// bound is the context of a question to the engine.
func (c *call) bound() (context.Context, context.CancelFunc) {
	return context.WithTimeout(c.ctx, patience)
}

// tenth rounds an estimate of people: more digits would promise more than it holds.
func tenth(f float64) float64 { return math.Round(f*10) / 10 }
