package reference

import _ "embed"

//go:embed data/licence-ouverte-2.0.bin
var licenceOuverte []byte

//go:embed data/MIT.bin
var mit []byte

// files are the embedded files that this build has.
func files() (all [][]byte) {
	for _, f := range [][]byte{licenceOuverte, noneStated, odbl, mit} {
		if len(f) > 0 {
			all = append(all, f)
		}
	}
	return all
}
