package attachment

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"continuum/internal/fault"
)

// S3 keeps contents in a bucket of a store that speaks the protocol of S3, addressed by
// path. The two verbs that are needed are signed here (AWS signature, version 4): the
// libraries for it bring some thirty modules.
type S3 struct {
	Endpoint string // "https://s3.example.fr", without the bucket
	Bucket   string
	Region   string // "us-east-1" where the store has none
	Key      string // access key
	Secret   string // never logged
	Client   *http.Client
	Now      func() time.Time
}

// Keep puts a content in the bucket. The store checks it against the hash in the request.
func (s *S3) Keep(ctx context.Context, hash string, content []byte) (err error) {
	defer fault.Wrap(&err, "attachment.Keep")
	if err := validHash(hash); err != nil {
		return err
	}
	answer, err := s.do(ctx, http.MethodPut, hash, content)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		return s.refused(answer)
	}
	return nil
}

// Open gets a content from the bucket, and checks it.
func (s *S3) Open(ctx context.Context, hash string) (_ io.ReadCloser, err error) {
	defer fault.Wrap(&err, "attachment.Open")
	if err := validHash(hash); err != nil {
		return nil, err
	}
	answer, err := s.do(ctx, http.MethodGet, hash, nil)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusNotFound:
		return nil, unknown(hash)
	case answer.StatusCode/100 != 2:
		return nil, s.refused(answer)
	}
	b, err := io.ReadAll(io.LimitReader(answer.Body, MaxBytes+1))
	if err != nil {
		return nil, s.away(err)
	}
	return checked(hash, b)
}

func (s *S3) do(ctx context.Context, method, hash string, content []byte) (*http.Response, error) {
	address := strings.TrimSuffix(s.Endpoint, "/") + "/" + url.PathEscape(s.Bucket) + "/" + hash
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	s.sign(r, HashOf(content))
	answer, err := s.Client.Do(r)
	if err != nil {
		return nil, s.away(err)
	}
	return answer, nil
}

func (s *S3) away(err error) error {
	return fault.New(fault.Unavailable, "attachment.away").Because(fmt.Errorf("the store of files does not answer: %w", err))
}

func (s *S3) refused(answer *http.Response) error {
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 500)) // for the log alone
	return s.away(fmt.Errorf("%s: %.300q", answer.Status, said))
}

// sign signs a request: what is signed is its verb, path, query, headers and the hash
// of its content, with a key of the day.
func (s *S3) sign(r *http.Request, payload string) {
	at := s.Now().UTC()
	day := at.Format("20060102")
	r.Header.Set("X-Amz-Date", at.Format("20060102T150405Z"))
	r.Header.Set("X-Amz-Content-Sha256", payload)
	headers := map[string]string{"host": r.URL.Host}
	for name := range r.Header {
		headers[strings.ToLower(name)] = strings.TrimSpace(r.Header.Get(name))
	}
	var names []string
	for name := range headers {
		names = append(names, name)
	}
	slices.Sort(names)
	var list strings.Builder
	for _, name := range names {
		list.WriteString(name + ":" + headers[name] + "\n")
	}
	signed := strings.Join(names, ";")
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), r.URL.Query().Encode(), list.String(), signed, payload}, "\n")
	scope := day + "/" + s.Region + "/s3/aws4_request"
	sum := sha256.Sum256([]byte(canonical))
	text := "AWS4-HMAC-SHA256\n" + at.Format("20060102T150405Z") + "\n" + scope + "\n" + hex.EncodeToString(sum[:])
	key := []byte("AWS4" + s.Secret)
	for _, part := range []string{day, s.Region, "s3", "aws4_request", text} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	r.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s", s.Key, scope, signed, hex.EncodeToString(key)))
}
