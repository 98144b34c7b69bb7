package campus

import "time"

// Report is a mistake that a reader points out: kept for the operator, shown on no
// page. Nothing about the reader is kept but the mail that he or she chose to give.
type Report struct {
	ID      string    // given by whoever keeps it
	At      time.Time // UTC
	Page    string    // path of the page, "/campus/…"
	Message string    // at most 4,000 characters
	Mail    string    // empty when none was given
	Lang    string    // "fr" or "en": language to answer in
}
