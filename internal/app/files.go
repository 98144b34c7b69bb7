package app

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"continuum/internal/attachment"
)

// Files says where the files of dossiers are kept and who looks at them.
type Files struct {
	Dir       string // folder; empty: "attachments" in the folder of the embedded database
	S3        string // bucket instead of a folder: https://host/bucket
	S3Region  string
	S3Key     string
	S3Secret  string        // never logged
	Clamd     string        // ClamAV daemon: host:port, or the path of its socket; empty: none
	ClamdWait time.Duration // how long it may take; 0: half a minute
	MaxMB     int           // of one file, whatever the référentiel allows; 0: its own bound
}

// s3Wait is how long the store of files may take to take or to give one.
const s3Wait = 2 * time.Minute

// Folder is where contents are kept, when they are in a folder.
func (f *Files) Folder(s Storage) string {
	if f.Dir != "" {
		return f.Dir
	}
	return filepath.Join(s.DataDir, "attachments")
}

// Desk is where files are taken in.
func (f *Files) Desk(s Storage) (*attachment.Desk, error) {
	d := &attachment.Desk{Keeper: attachment.Folder{Dir: f.Folder(s)}, Most: int64(f.MaxMB) << 20}
	if f.MaxMB < 0 || f.MaxMB > attachment.MaxBytes>>20 {
		return nil, wrong("attachments-max", "%d: want 1 to %d MB, or 0", f.MaxMB, attachment.MaxBytes>>20)
	}
	if f.S3 != "" {
		u, err := url.Parse(f.S3)
		bucket := ""
		if err == nil {
			bucket = strings.Trim(u.Path, "/")
		}
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || bucket == "" || strings.Contains(bucket, "/") {
			// The value may hold a password: it is not repeated.
			return nil, wrong("s3", "want https://host/bucket")
		}
		if f.S3Key == "" || f.S3Secret == "" {
			return nil, wrong("s3", "want --s3-key, and CONTINUUM_S3_SECRET")
		}
		if u.Scheme == "http" && !local(u.Hostname()) {
			return nil, wrong("s3", "want https: the key goes with each request")
		}
		region := f.S3Region
		if region == "" {
			region = "us-east-1"
		}
		d.Keeper = &attachment.S3{
			Endpoint: u.Scheme + "://" + u.Host, Bucket: bucket, Region: region, Key: f.S3Key, Secret: f.S3Secret,
			Client: &http.Client{Timeout: s3Wait, CheckRedirect: stay}, Now: time.Now,
		}
	}
	if f.Clamd != "" {
		d.Scanner = Clamd(f.Clamd, f.ClamdWait)
	}
	return d, nil
}

// stay follows no redirect: the key is for the store that the operator named.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// local reports whether a host is this machine.
func local(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// Clamd is the ClamAV daemon at an address: host:port, or the path of its socket.
func Clamd(address string, wait time.Duration) attachment.Scanner {
	if wait <= 0 {
		wait = 30 * time.Second
	}
	network := "tcp"
	if strings.Contains(address, "/") {
		network = "unix"
	}
	return &attachment.Clamd{Network: network, Address: address, Timeout: wait}
}
