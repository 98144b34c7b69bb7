//go:build !without_none_stated

package reference

import _ "embed"

//go:embed data/none-stated.bin
var noneStated []byte
