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
	size := 1 + sizeOf(uint64(len(s))) + len(s)
	l.values = appendText(appendHead(l.values, layerValue, size), valueString, s)
	l.count++
	return l.count - 1
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
	size := len(l.features) + len(l.values) + 256 // the head and the keys take less
	body := make([]byte, 0, size)
	body = appendText(body, layerName, l.name)
	body = append(body, l.features...)
	for _, k := range l.keys {
		body = appendText(body, layerKey, k)
	}
	body = append(body, l.values...)
	body = appendInt(body, layerExtent, Extent)
	body = appendInt(body, layerVersion, 2)
	return appendBytes(make([]byte, 0, len(body)+8), tileLayer, body)
}
