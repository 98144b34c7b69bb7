package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/notice"
	"continuum/internal/ruleset"
)

// OpenCall opens a call under a référentiel that the store knows, which is locked by it.
// Its instants are rounded to the microsecond.
func (db *DB) OpenCall(ctx context.Context, by labelling.PersonID, c labelling.Call) (err error) {
	defer fault.Wrap(&err, "store.OpenCall(%.100q)", string(c.ID))
	a := journal.Act{
		Stream: "call/" + string(c.ID), Actor: string(by), Name: "call.opened",
		Details: map[string]string{"ruleset": c.Rules, "hash": c.Hash, "nor": c.NOR},
	}
	return db.act(ctx, a, func(tx *sql.Tx) error { return db.openCall(ctx, tx, by, &c) })
}

// openCall opens a call in a transaction, and tells those who may answer it.
func (db *DB) openCall(ctx context.Context, tx *sql.Tx, by labelling.PersonID, c *labelling.Call) error {
	r, err := db.rulesOf(ctx, tx, c.Rules, c.Hash)
	if err != nil {
		return err
	}
	if err := notAllowed(labelling.CheckCall(r, c)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `insert into ruleset_lock (id, hash) values ($1, $2) on conflict (id) do nothing`, c.Rules, c.Hash); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `insert into call (id, title, nor, ruleset, hash, categories, kinds, opens, actor, at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		string(c.ID), c.Title, c.NOR, c.Rules, c.Hash, asJSON(c.Categories), asJSON(c.Kinds), c.Opens.UnixMicro(), string(by), db.now().UnixMicro())
	if err != nil {
		return err
	}
	for step, at := range c.Deadlines {
		if _, err := tx.ExecContext(ctx, `insert into call_deadline (call, step, at) values ($1, $2, $3)`, string(c.ID), step, at.UnixMicro()); err != nil {
			return err
		}
	}
	if _, err = db.tell(ctx, tx, notice.CallOpened(c)); err != nil {
		return err
	}
	return db.turn(ctx, tx, string(by), "call "+string(c.ID)+" opened")
}

// maxReason bounds why a deadline is moved, in characters.
const maxReason = 1000

// MoveDeadline gives a step of a call another end, for a reason that all may read, and
// tells those who may answer the call. What was refused as too late stays refused; what
// was accepted stays accepted.
func (db *DB) MoveDeadline(ctx context.Context, by labelling.PersonID, id labelling.CallID, step string, at time.Time, reason string) (err error) {
	defer fault.Wrap(&err, "store.MoveDeadline(%.100q, %.40q)", string(id), step)
	if n := utf8.RuneCountInString(reason); n == 0 || n > maxReason || !utf8.ValidString(reason) {
		return fault.New(fault.Invalid, "call.reason", maxReason).In("reason").Because(fmt.Errorf("a deadline is moved for a reason of 1 to %d characters", maxReason))
	}
	a := journal.Act{
		Stream: "call/" + string(id), Actor: string(by), Name: "call.deadline_moved",
		Details: map[string]string{"step": step, "at": at.UTC().Format(time.RFC3339Nano)}, // the reason is in the row
	}
	err = db.act(ctx, a, func(tx *sql.Tx) error {
		c, r, err := db.loadCall(ctx, tx, id)
		if err != nil {
			return err
		}
		was, had := c.Deadlines[step]
		if had && was.Equal(at) {
			return errUnchanged
		}
		c.Deadlines[step] = at
		if err := notAllowed(labelling.CheckCall(r, c)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `insert into call_deadline (call, step, at) values ($1, $2, $3)
			on conflict (call, step) do update set at = excluded.at`, string(id), step, at.UnixMicro())
		if err != nil {
			return err
		}
		before := any(nil)
		if had {
			before = was.UnixMicro()
		}
		_, err = tx.ExecContext(ctx, `insert into call_moved (call, number, step, was, becomes, reason, actor, at)
			select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from call_moved where call = $1`,
			string(id), step, before, at.UnixMicro(), reason, string(by), db.now().UnixMicro())
		if err != nil {
			return err
		}
		if _, err = db.tell(ctx, tx, notice.DeadlineMoved(c, r.Step(step), at)); err != nil {
			return err
		}
		return db.turn(ctx, tx, string(by), "call "+string(id)+" has another calendar")
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// DeadlinesMoved lists the deadlines of a call that were moved, first to last.
func (db *DB) DeadlinesMoved(ctx context.Context, id labelling.CallID) (list []labelling.Moved, err error) {
	defer fault.Wrap(&err, "store.DeadlinesMoved(%.100q)", string(id))
	list, err = deadlinesMoved(ctx, db.Reader(), id)
	return list, db.Explain(err)
}

func deadlinesMoved(ctx context.Context, q querier, id labelling.CallID) ([]labelling.Moved, error) {
	return query(ctx, q, `select step, coalesce(was, 0), becomes, reason, at from call_moved where call = $1 order by number`,
		func(rows *sql.Rows) (m labelling.Moved, err error) {
			var was, becomes, at int64
			err = rows.Scan(&m.Step, &was, &becomes, &m.Reason, &at)
			if m.Now, m.At = instant(becomes), instant(at); was != 0 {
				m.Was = instant(was)
			}
			return m, err
		}, string(id))
}

// Calls lists the calls, the last opened first.
func (db *DB) Calls(ctx context.Context) (list []labelling.Call, err error) {
	defer fault.Wrap(&err, "store.Calls")
	err = db.view(ctx, func(tx *sql.Tx) error {
		ids, err := callIDs(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			c, _, err := db.loadCall(ctx, tx, id)
			if err != nil {
				return err
			}
			list = append(list, *c)
		}
		return nil
	})
	return list, err
}

func callIDs(ctx context.Context, q querier) ([]labelling.CallID, error) {
	return query(ctx, q, `select id from call order by opens desc, id`, func(rows *sql.Rows) (id labelling.CallID, err error) {
		return id, rows.Scan(&id)
	})
}

// Call reads a call and its rules; fault.NotFound when there is none.
func (db *DB) Call(ctx context.Context, id labelling.CallID) (c *labelling.Call, r *ruleset.Ruleset, err error) {
	defer fault.Wrap(&err, "store.Call(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		c, r, err = db.loadCall(ctx, tx, id)
		return err
	})
	return c, r, err
}

func (db *DB) loadCall(ctx context.Context, q querier, id labelling.CallID) (*labelling.Call, *ruleset.Ruleset, error) {
	// One statement: every save reads the call that it is judged by.
	var c *labelling.Call
	_, err := query(ctx, q, `select c.title, c.nor, c.ruleset, c.hash, c.categories, c.kinds, c.opens, c.actor, c.at, coalesce(d.step, ''), coalesce(d.at, 0)
		from call c left join call_deadline d on d.call = c.id where c.id = $1`,
		func(rows *sql.Rows) (struct{}, error) {
			var x labelling.Call
			var categories, kinds, step string
			var opens, at, end int64
			if err := rows.Scan(&x.Title, &x.NOR, &x.Rules, &x.Hash, &categories, &kinds, &opens, &x.By, &at, &step, &end); err != nil {
				return struct{}{}, err
			}
			if c == nil {
				x.ID, x.Opens, x.At, x.Deadlines = id, instant(opens), instant(at), make(map[string]time.Time)
				if err := errors.Join(json.Unmarshal([]byte(categories), &x.Categories), json.Unmarshal([]byte(kinds), &x.Kinds)); err != nil {
					return struct{}{}, err
				}
				c = &x
			}
			if step != "" {
				c.Deadlines[step] = instant(end)
			}
			return struct{}{}, nil
		}, string(id))
	if err != nil {
		return nil, nil, err
	}
	if c == nil {
		return nil, nil, fault.New(fault.NotFound, "labelling.unknown", string(id)).Because(fmt.Errorf("no call %.100q", string(id)))
	}
	r, err := db.rulesOf(ctx, q, c.Rules, c.Hash)
	return c, r, err
}

// Question is a question on a call. All questions and answers are read by all
// candidates; who asked is not.
type Question struct {
	ID, Question, Answer string
	By                   labelling.PersonID
	At, Answered         time.Time // Answered is zero before
}

// Bounds of a question and its answer, in characters, and of the questions of one person
// that wait for an answer.
const (
	MaxQuestion = 4000
	MaxAnswer   = 8000
	maxWaiting  = 20
)

// AskQuestion keeps a question on a call, and tells those who answer; it fails with fault.Conflict once the step
// "questions" of its calendar has ended.
func (db *DB) AskQuestion(ctx context.Context, by labelling.PersonID, call labelling.CallID, id, question string) (err error) {
	defer fault.Wrap(&err, "store.AskQuestion(%.100q)", string(call))
	if n := utf8.RuneCountInString(question); n == 0 || n > MaxQuestion || !utf8.ValidString(question) {
		return fault.New(fault.Invalid, "call.question", MaxQuestion).In("question").Because(fmt.Errorf("a question has 1 to %d characters", MaxQuestion))
	}
	a := journal.Act{Stream: "call/" + string(call), Actor: string(by), Name: "call.asked", Details: map[string]string{"question": id}}
	return db.act(ctx, a, func(tx *sql.Tx) error {
		c, _, err := db.loadCall(ctx, tx, call)
		if err != nil {
			return err
		}
		now := db.now()
		if end, ok := c.Deadlines["questions"]; ok && !now.Before(end) {
			return fault.New(fault.Conflict, "labelling.late", "questions").In("questions").Because(fmt.Errorf("questions ended on %s", end.UTC().Format(time.RFC3339)))
		}
		var waiting int64
		if err := tx.QueryRowContext(ctx, `select count(*) from call_question where call = $1 and actor = $2 and answer = ''`, string(call), string(by)).Scan(&waiting); err != nil {
			return err
		}
		if waiting >= maxWaiting {
			return fault.New(fault.Conflict, "call.waiting", maxWaiting).In("question")
		}
		_, err = tx.ExecContext(ctx, `insert into call_question (id, call, question, actor, at, answer) values ($1, $2, $3, $4, $5, '')`,
			id, string(call), question, string(by), now.UnixMicro())
		if err != nil {
			return err
		}
		_, err = db.tell(ctx, tx, notice.QuestionAsked(c, id))
		return err
	})
}

// AnswerQuestion answers a question, or answers it anew.
func (db *DB) AnswerQuestion(ctx context.Context, by labelling.PersonID, call labelling.CallID, id, answer string) (err error) {
	defer fault.Wrap(&err, "store.AnswerQuestion(%.100q)", id)
	if n := utf8.RuneCountInString(answer); n == 0 || n > MaxAnswer || !utf8.ValidString(answer) {
		return fault.New(fault.Invalid, "call.answer", MaxAnswer).In("answer").Because(fmt.Errorf("an answer has 1 to %d characters", MaxAnswer))
	}
	a := journal.Act{Stream: "call/" + string(call), Actor: string(by), Name: "call.answered", Details: map[string]string{"question": id}}
	return db.act(ctx, a, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `update call_question set answer = $1, answered_by = $2, answered = case when at > $3 then at else $3 end where id = $4 and call = $5`,
			answer, string(by), db.now().UnixMicro(), id, string(call))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return cmp.Or(err, error(fault.New(fault.NotFound, "labelling.unknown", id).Because(fmt.Errorf("no question %.100q on that call", id))))
		}
		c, _, err := db.loadCall(ctx, tx, call)
		if err != nil {
			return err
		}
		if _, err = db.tell(ctx, tx, notice.QuestionAnswered(c, id)); err != nil {
			return err
		}
		return db.turn(ctx, tx, string(by), "call "+string(call)+" has an answer")
	})
}

// Questions lists the questions on a call, oldest first.
func (db *DB) Questions(ctx context.Context, call labelling.CallID) (list []Question, err error) {
	defer fault.Wrap(&err, "store.Questions(%.100q)", string(call))
	list, err = questionsOf(ctx, db.Reader(), call)
	return list, db.Explain(err)
}

func questionsOf(ctx context.Context, q querier, call labelling.CallID) ([]Question, error) {
	return query(ctx, q, `select id, question, answer, actor, at, coalesce(answered, 0) from call_question where call = $1 order by at, id`,
		func(rows *sql.Rows) (q Question, err error) {
			var at, answered int64
			err = rows.Scan(&q.ID, &q.Question, &q.Answer, &q.By, &at, &answered)
			if q.At = instant(at); answered > 0 {
				q.Answered = instant(answered)
			}
			return q, err
		}, string(call))
}
