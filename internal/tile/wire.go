package tile

import "encoding/binary"

// The numbers of the fields that the format's protobuf schema gives.
const (
	tileLayer = 3

	layerName, layerFeature, layerKey, layerValue, layerExtent, layerVersion = 1, 2, 3, 4, 5, 15

	featureTags, featureType, featureGeometry = 2, 3, 4

	valueString, valueUint, valueBool = 1, 5, 7
)

// Kinds of geometry, and the commands that draw them.
const (
	point, polygon = 1, 3

	moveTo, lineTo, closePath = 1, 2, 7
)

func appendInt(buf []byte, field int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(buf, uint64(field)<<3), v)
}

func appendHead(buf []byte, field, size int) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(buf, uint64(field)<<3|2), uint64(size))
}

func appendBytes(buf []byte, field int, v []byte) []byte {
	return append(appendHead(buf, field, len(v)), v...)
}

func appendText(buf []byte, field int, v string) []byte {
	return append(appendHead(buf, field, len(v)), v...)
}

// appendCommand writes a drawing command that is repeated count times.
func appendCommand(buf []byte, command, count int) []byte {
	return binary.AppendUvarint(buf, uint64(count)<<3|uint64(command))
}

// appendMove writes a step of the pen; zigzag varints, as the format wants.
func appendMove(buf []byte, dx, dy int32) []byte {
	return binary.AppendVarint(binary.AppendVarint(buf, int64(dx)), int64(dy))
}

// layer gathers a layer: features and values are written as they come, keys and
// head at the end.
type layer struct {
	name             string
	keys             []string
	features, values []byte
	count            uint64 // of values
	tags, geometry   []byte // of the feature under way
}

// start begins a layer on the buffers of the one before.
func (l *layer) start(name string, keys []string) {
	*l = layer{
		name: name, keys: keys,
		features: l.features[:0], values: l.values[:0], tags: l.tags[:0], geometry: l.geometry[:0],
	}
}

// text adds a value and returns its number.
func (l *layer) text(s string) uint64 {
	l.values = appendValue(l.values, s)
	l.count++
	return l.count - 1
}

// written adds n values already written and returns the number of the first one.
func (l *layer) written(values []byte, n int) uint64 {
	l.values = append(l.values, values...)
	l.count += uint64(n)
	return l.count - uint64(n)
}

// flag adds a value and returns its number.
func (l *layer) flag(v bool) uint64 {
	n := uint64(0)
	if v {
		n = 1
	}
	l.values = appendInt(appendHead(l.values, layerValue, 2), valueBool, n)
	l.count++
	return l.count - 1
}

// whole adds a whole number and returns the number of its value.
func (l *layer) whole(v uint64) uint64 {
	l.values = appendInt(appendHead(l.values, layerValue, 1+sizeOf(v)), valueUint, v)
	l.count++
	return l.count - 1
}

func sizeOf(v uint64) int {
	n := 1
	for ; v >= 1<<7; v >>= 7 {
		n++
	}
	return n
}

// tag gives the feature under way a property.
func (l *layer) tag(key int, value uint64) {
	l.tags = binary.AppendUvarint(binary.AppendUvarint(l.tags, uint64(key)), value)
}

// end closes the feature under way.
func (l *layer) end(kind uint64) {
	size := 1 + sizeOf(uint64(len(l.tags))) + len(l.tags) + 2 + 1 + sizeOf(uint64(len(l.geometry))) + len(l.geometry)
	l.features = appendHead(l.features, layerFeature, size)
	l.features = appendBytes(l.features, featureTags, l.tags)
	l.features = appendInt(l.features, featureType, kind)
	l.features = appendBytes(l.features, featureGeometry, l.geometry)
	l.tags, l.geometry = l.tags[:0], l.geometry[:0]
}

// tile returns the tile that holds the layer alone; nothing when it has no feature.
func (l *layer) tile() []byte {
	if len(l.features) == 0 {
		return nil
	}
	head := appendText(nil, layerName, l.name)
	var tail []byte
	for _, k := range l.keys {
		tail = appendText(tail, layerKey, k)
	}
	size := len(head) + len(l.features) + len(tail) + len(l.values)
	ends := appendInt(appendInt(nil, layerExtent, Extent), layerVersion, 2)
	size += len(ends)
	// One buffer of the right size: a tile of all offers of a region weighs megabytes.
	b := appendHead(make([]byte, 0, size+8), tileLayer, size)
	for _, part := range [...][]byte{head, l.features, tail, l.values, ends} {
		b = append(b, part...)
	}
	return b
}

// appendValue writes a text as a value of a layer.
func appendValue(buf []byte, s string) []byte {
	return appendText(appendHead(buf, layerValue, 1+sizeOf(uint64(len(s)))+len(s)), valueString, s)
}
