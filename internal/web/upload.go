package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"

	"continuum/internal/fault"
	"continuum/internal/web/page"
)

// uploadTime is how long a file may take to come: 20 MB at half a megabit a second. Other
// requests have the time of the server, which is much shorter.
const uploadTime = 6 * time.Minute

// readFile reads a posted form until its file, whose content the page reads as it comes. It
// is asked once it is known who posts. A file and what goes around it are most bytes at most.
func readFile(w http.ResponseWriter, r *http.Request, req *page.Request, most int64) error {
	if r.Method != http.MethodPost {
		return nil
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/x-www-form-urlencoded" {
		return readForm(w, r, req, formLimit) // a form of the same page that has no file
	}
	wrong := func(err error) error { return fault.New(fault.Invalid, "error.body", most>>10).Because(err) }
	deadline := http.NewResponseController(w)
	for _, set := range []func(time.Time) error{deadline.SetReadDeadline, deadline.SetWriteDeadline} {
		if err := set(time.Now().Add(uploadTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	parts, err := r.MultipartReader()
	if err != nil {
		return wrong(err)
	}
	req.Upload = &page.Upload{Fields: make(url.Values)}
	for left := int64(formLimit); ; {
		part, err := parts.NextPart()
		if err != nil {
			return wrong(err) // a form of ours has a file, at its end
		}
		if isFile(part) {
			if err := legible(req.Upload.Fields); err != nil {
				return err
			}
			req.Upload.Name, req.Upload.Body = part.FileName(), part
			return nil
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if left -= int64(len(value)); err != nil || left < 0 {
			return wrong(err)
		}
		req.Upload.Fields.Add(part.FormName(), string(value))
	}
}

// fileEntry is the entry of a form that holds a file.
const fileEntry = "fichier"

// isFile reports whether a part is the file of the form, even when none was chosen.
func isFile(p *multipart.Part) bool { return p.FormName() == fileEntry }
