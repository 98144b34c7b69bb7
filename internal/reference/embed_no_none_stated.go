//go:build without_none_stated

package reference

var noneStated []byte // left out of this build
