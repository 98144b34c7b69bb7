package format

// maxPaths bounds the distinct paths of a file: official ones have some hundreds.
const maxPaths = 20000

// tree is the values of a record of XML or JSON, by path. Paths are numbered once for the
// file; the numbers that a record uses are emptied for the next one.
type tree struct {
	nodes  []node
	paths  map[string]int32 // path to the position of its values
	values [][]string
	used   []int32 // positions of values that are not empty
}

// node is a step of a path.
type node struct {
	path     string
	value    int32 // position of its values, -1 for the record itself
	children map[string]int32
}

func newTree() *tree {
	return &tree{nodes: []node{{value: -1}}, paths: make(map[string]int32)}
}

// child returns the node of a step below another, -1 when the file has too many paths.

func (t *tree) child(parent int32, name []byte) int32 {
	if n, ok := t.nodes[parent].children[string(name)]; ok {
		return n
	}
	if len(t.nodes) >= maxPaths {
		return -1
	}
	path := string(name)
	if p := t.nodes[parent].path; p != "" {
		path = p + "/" + path
	}
	value, ok := t.paths[path]
	if !ok {
		value = int32(len(t.values))
		t.paths[path] = value
		t.values = append(t.values, nil)
	}
	n := int32(len(t.nodes))
	t.nodes = append(t.nodes, node{path: path, value: value})
	if t.nodes[parent].children == nil {
		t.nodes[parent].children = make(map[string]int32)
	}
	t.nodes[parent].children[string(name)] = n
	return n
}

func (t *tree) add(n int32, value string) {
	v := t.nodes[n].value
	if len(t.values[v]) == 0 {
		t.used = append(t.used, v)
	}
	t.values[v] = append(t.values[v], value)
}

func (t *tree) reset() {
	for _, v := range t.used {
		clear(t.values[v])
		t.values[v] = t.values[v][:0]
	}
	t.used = t.used[:0]
}

func (t *tree) all(path string) []string {
	v, ok := t.paths[path]
	if !ok {
		return nil
	}
	return t.values[v]
}

// builder gathers the values of a record, and makes one string of them all.
type builder struct {
	tree    *tree
	text    []byte
	pending []pending
}

type pending struct {
	node int32
	end  int // in text; a value starts where the one before ends
}

func newBuilder() builder { return builder{tree: newTree()} }

// begin starts a record.
func (b *builder) begin() {
	b.tree.reset()
	b.text, b.pending = b.text[:0], b.pending[:0]
}

// put ends a value of which the bytes have been appended to text.
func (b *builder) put(node int32) {
	b.pending = append(b.pending, pending{node, len(b.text)})
}

// finish makes the values of the record.
func (b *builder) finish() {
	text, start := string(b.text), 0
	for _, p := range b.pending {
		b.tree.add(p.node, text[start:p.end])
		start = p.end
	}
}

var errPaths = &broken{reason: "more distinct paths than any official file has"}
