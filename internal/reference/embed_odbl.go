//go:build !without_odbl

package reference

import _ "embed"

//go:embed data/ODbL-1.0.bin
var odbl []byte
