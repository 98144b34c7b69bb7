package geo

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"continuum/internal/geo/mesh"
)

//go:embed data
var data embed.FS

// The embedded files: one per licence and sort, each with its licence beside it.
const (
	TerritoriesFile = "territories.csv" // Licence Ouverte
	ContoursFile    = "contours.bin"    // Licence Ouverte
	CommunesFile    = "communes.bin"    // Licence Ouverte
	ZonesFile       = "zones.bin"       // Licence Ouverte
	LaPosteFile     = "laposte.csv"     // ODbL: the points that only La Poste gives
)

// Credit is the attribution to print under a map drawn from the embedded contours.
const Credit = "Contours : IGN Admin Express et INSEE (2018), simplifiés. Licence Ouverte 2.0."

// meshGrid is the step of the contours, in parts of a degree.
const meshGrid = 1e5

// unpacked bounds what a compressed file may grow to.
const unpacked = 32 << 20

// Load reads the embedded atlas.
func Load() (*Atlas, error) {
	files := make(map[string][]byte)
	for _, name := range []string{TerritoriesFile, ContoursFile, CommunesFile, ZonesFile, LaPosteFile} {
		b, err := data.ReadFile("data/" + name)
		if err != nil {
			return nil, fmt.Errorf("geo: %w", err)
		}
		files[name] = b
	}
	return Read(files)
}

// Read makes an atlas from the content of the files, by name.
func Read(files map[string][]byte) (*Atlas, error) {
	territories, err := ReadTerritories(files[TerritoriesFile])
	if err != nil {
		return nil, err
	}
	buf, err := Unpack(files[CommunesFile])
	if err != nil {
		return nil, fmt.Errorf("geo: %s: %w", CommunesFile, err)
	}
	communes, err := DecodeCommunes(buf)
	if err != nil {
		return nil, err
	}
	a := NewAtlas(territories, communes, Credit)
	if buf, err = Unpack(files[ZonesFile]); err != nil {
		return nil, fmt.Errorf("geo: %s: %w", ZonesFile, err)
	}
	if err := a.addZones(buf); err != nil {
		return nil, err
	}
	if err := a.addPoints(files[LaPosteFile]); err != nil {
		return nil, err
	}
	if err := a.addContours(files[ContoursFile]); err != nil {
		return nil, fmt.Errorf("geo: %s: %w", ContoursFile, err)
	}
	return a, nil
}

// Pack compresses what the embedded files hold; Unpack reads it back.
func Pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// Unpack reads what Pack wrote; more than 32 MB is refused.
func Unpack(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, unpacked+1))
	if err == nil && len(out) > unpacked {
		err = errors.New("unpacks to more than 32 MB")
	}
	return out, err
}

// columns of the territories' file.
var columns = []string{"kind", "code", "slug", "name", "until", "region", "academie", "departements", "box", "centre"}

// WriteTerritories writes territories as the text that ReadTerritories reads.
func WriteTerritories(territories []Territory) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{columns}
	num := func(f float64) string { return strconv.FormatFloat(f, 'f', 5, 64) }
	for _, t := range territories {
		until := ""
		if t.Until != 0 {
			until = strconv.Itoa(t.Until)
		}
		rows = append(rows, []string{
			string(t.Kind), t.Code, t.Slug, t.Name, until, t.Region, t.Academie,
			strings.Join(t.Departements, " "),
			strings.Join([]string{num(t.Box.West), num(t.Box.South), num(t.Box.East), num(t.Box.North)}, " "),
			num(t.Centre.Lat) + "," + num(t.Centre.Lon),
		})
	}
	w.WriteAll(rows) //nolint:errcheck // a bytes.Buffer does not fail
	return out.Bytes()
}

// ReadTerritories reads the territories' file.
func ReadTerritories(b []byte) ([]Territory, error) {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = len(columns)
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("geo: %s: no rows: %w", TerritoriesFile, err)
	}
	list := make([]Territory, 0, len(rows)-1)
	for i, f := range rows[1:] {
		t := Territory{
			Kind: Kind(f[0]), Code: f[1], Slug: f[2], Name: f[3], Region: f[5], Academie: f[6],
			Departements: strings.Fields(f[7]),
		}
		if f[4] != "" {
			if t.Until, err = strconv.Atoi(f[4]); err != nil {
				return nil, fmt.Errorf("geo: %s: row %d: until: %w", TerritoriesFile, i+2, err)
			}
		}
		if t.Box, err = parseBox(f[8]); err != nil {
			return nil, fmt.Errorf("geo: %s: row %d: %w", TerritoriesFile, i+2, err)
		}
		if t.Centre, err = ParsePoint(f[9]); err != nil {
			return nil, fmt.Errorf("geo: %s: row %d: %w", TerritoriesFile, i+2, err)
		}
		list = append(list, t)
	}
	return list, nil
}

func parseBox(s string) (Box, error) {
	f := strings.Fields(s)
	if len(f) != 4 {
		return Box{}, fmt.Errorf("box %q: want west, south, east, north", s)
	}
	var v [4]float64
	for i := range f {
		var err error
		if v[i], err = strconv.ParseFloat(f[i], 64); err != nil {
			return Box{}, fmt.Errorf("box %q: %w", s, err)
		}
	}
	return Box{v[0], v[1], v[2], v[3]}, nil
}

// addPoints completes the communes with the points of La Poste.
func (a *Atlas) addPoints(b []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return fmt.Errorf("geo: %s: %w", LaPosteFile, err)
	}
	for i, f := range rows {
		if i == 0 {
			continue
		}
		c := a.Commune(f[0])
		if c == nil || len(f) != 3 {
			return fmt.Errorf("geo: %s: row %d: want code,lat,lon of a commune", LaPosteFile, i+1)
		}
		if c.Point, err = ParsePoint(f[1] + "," + f[2]); err != nil {
			return fmt.Errorf("geo: %s: row %d: %w", LaPosteFile, i+1, err)
		}
	}
	return nil
}

// addContours reads the two meshes of départements, coarse then fine, and
// dissolves them into the contours of every kind.
func (a *Atlas) addContours(packed []byte) error {
	buf, err := Unpack(packed)
	if err != nil {
		return err
	}
	for _, detail := range []Detail{Coarse, Fine} {
		m, rest, err := mesh.Decode(buf)
		if err != nil {
			return err
		}
		buf = rest
		if err := a.Dissolve(m, detail); err != nil {
			return err
		}
	}
	if len(buf) > 0 {
		return fmt.Errorf("%d bytes too many", len(buf))
	}
	return nil
}

// Dissolve gives the atlas the contours of every kind at that detail, from a mesh
// whose faces are the départements of the atlas in the order of their codes.
func (a *Atlas) Dissolve(m *mesh.Mesh, detail Detail) error {
	departements := a.OfKind(Departement)
	if m.Faces != len(departements) {
		return fmt.Errorf("%d faces for %d départements", m.Faces, len(departements))
	}
	face := make(map[string]int, len(departements))
	for i, d := range departements {
		face[d.Code] = i
	}
	for _, kind := range []Kind{Departement, Academie, Region, Region2015} {
		shapes, err := a.dissolve(m, kind, face)
		if err != nil {
			return err
		}
		a.SetShapes(kind, detail, shapes)
	}
	a.SetShapes(RegionAcademic, detail, a.Shapes(Region, detail)) // the same areas and codes
	return nil
}

// dissolve groups the faces by territory of a kind. A département may belong to two
// territories of a kind, one of today and one that ended: each epoch has its turn.
func (a *Atlas) dissolve(m *mesh.Mesh, kind Kind, face map[string]int) ([]Shape, error) {
	territories := a.OfKind(kind)
	contours := make([][][]mesh.Ring, len(territories))
	for _, ended := range []bool{false, true} {
		group := make([]int, m.Faces)
		for i := range group {
			group[i] = mesh.Outside
		}
		for i, t := range territories {
			for _, code := range t.Departements {
				f, ok := face[code]
				if !ok {
					return nil, fmt.Errorf("%s: no département %q", t.Slug, code)
				}
				if (t.Until != 0) == ended {
					group[f] = i
				}
			}
		}
		for i, c := range m.Dissolve(group, len(territories)) {
			if len(c) > 0 {
				contours[i] = c
			}
		}
	}
	shapes := make([]Shape, len(territories))
	for i, t := range territories {
		if len(contours[i]) == 0 {
			return nil, fmt.Errorf("%s: no contour", t.Slug)
		}
		shapes[i] = shapeOf(t.Code, contours[i])
	}
	return shapes, nil
}

func shapeOf(code string, polygons [][]mesh.Ring) Shape {
	s := Shape{Code: code, Polygons: make([][]Ring, len(polygons))}
	for i, rings := range polygons {
		s.Polygons[i] = make([]Ring, len(rings))
		for j, ring := range rings {
			points := make(Ring, len(ring))
			for k, v := range ring {
				points[k] = Point{Lat: float64(v.Y) / meshGrid, Lon: float64(v.X) / meshGrid}
			}
			s.Polygons[i][j] = points
		}
	}
	return s
}
