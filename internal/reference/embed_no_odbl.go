//go:build without_odbl

package reference

var odbl []byte // left out of this build
