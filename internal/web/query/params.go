package query

import (
	"net/url"
	"strings"
)

// Param is a parameter of an address.
type Param struct{ Name, Value string }

// Params are the parameters of an address, in their order.
type Params []Param

// Add adds a parameter for each value; what is empty is left out, as it is read.
func (p *Params) Add(name string, values ...string) {
	for _, v := range values {
		if v != "" {
			*p = append(*p, Param{name, v})
		}
	}
}

// Address is path with the parameters; a [Reader] reads them back.
func (p Params) Address(path string) string {
	var b strings.Builder
	b.WriteString(path)
	for i, x := range p {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(x.Name + "=" + url.QueryEscape(x.Value))
	}
	return b.String()
}
