package storetest

import (
	"errors"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/store"
)

func checkHealthy(t *testing.T, fresh Fresh) {
	clean(t, open(t, fresh(t)))
	db, _ := lived(t, fresh)
	clean(t, db)
}

// clean fails the test when the store has problems.
func clean(t *testing.T, db *store.DB) {
	t.Helper()
	problems, err := db.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("problem: %s", p)
	}
}

// key is the dictionary key of a fault, empty when err is none.
func key(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Key
	}
	return ""
}

// field is the field of a fault.
func field(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Field
	}
	return ""
}
