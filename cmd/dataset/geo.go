package main

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/geo/mesh"
)

// How much the two details drop: the side of the square under which a corner does
// not matter, and the area under which an island does not, in metres.
const (
	coarseMetres, coarseIsland = 1000, 6e6
	fineMetres, fineIsland     = 120, 5e4
)

// buildGeo makes the embedded atlas, in the folder to, from the official files.
func buildGeo(from, to string, out io.Writer) error {
	contours, err := readContours(filepath.Join(from, "geo/departements-avec-outre-mer.geojson.gz"))
	if err != nil {
		return err
	}
	links, err := readLinks(filepath.Join(from, "orion/departements_academies_regions.csv"))
	if err != nil {
		return err
	}
	communes, zones, laposte, err := readCommunes(filepath.Join(from, "derived/communes.csv.gz"))
	if err != nil {
		return err
	}
	fine, coarse, err := meshes(contours)
	if err != nil {
		return err
	}
	territories, err := territoriesOf(contours, links)
	if err != nil {
		return err
	}
	atlas := geo.NewAtlas(territories, nil, "")
	if err := atlas.Dissolve(fine, geo.Fine); err != nil {
		return err
	}
	for i := range atlas.Territories {
		t := &atlas.Territories[i]
		for _, s := range atlas.Shapes(t.Kind, geo.Fine) {
			if s.Code == t.Code {
				t.Box, t.Centre = geo.BoxOf(&s), geo.Inner(&s)
			}
		}
	}
	columns, err := geo.EncodeCommunes(communes)
	if err != nil {
		return err
	}
	inZones, err := geo.EncodeZones(zones, communes)
	if err != nil {
		return err
	}
	files := map[string][]byte{geo.TerritoriesFile: geo.WriteTerritories(atlas.Territories), geo.LaPosteFile: laposte}
	for name, content := range map[string][]byte{geo.ContoursFile: fine.Append(coarse.Append(nil)), geo.CommunesFile: columns, geo.ZonesFile: inZones} {
		if files[name], err = geo.Pack(content); err != nil {
			return err
		}
	}
	if _, err := geo.Read(files); err != nil {
		return fmt.Errorf("what was made can't be read back: %w", err)
	}
	return write(to, files, out)
}

func write(folder string, files map[string][]byte, out io.Writer) error {
	total := 0
	for _, name := range []string{geo.TerritoriesFile, geo.ContoursFile, geo.CommunesFile, geo.ZonesFile, geo.LaPosteFile} {
		if err := os.WriteFile(filepath.Join(folder, name), files[name], 0o644); err != nil {
			return err
		}
		total += len(files[name])
		fmt.Fprintf(out, "%9d  %s\n", len(files[name]), name)
	}
	_, err := fmt.Fprintf(out, "%9d  in all\n", total)
	return err
}

// contour is a département as Admin Express draws it.
type contour struct {
	code, name string
	polygons   [][]mesh.Ring
}

// readContours reads the départements, by code, on a grid of 1e-5 degree: the
// precision of the file.
func readContours(path string) ([]contour, error) {
	var file struct {
		Features []struct {
			Properties struct{ Code, Nom string }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := decodeGzip(path, func(r io.Reader) error { return json.NewDecoder(r).Decode(&file) }); err != nil {
		return nil, err
	}
	var list []contour
	for _, f := range file.Features {
		var polygons [][][][2]float64
		var err error
		if f.Geometry.Type == "Polygon" {
			polygons = make([][][][2]float64, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
		} else {
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, f.Properties.Code, err)
		}
		c := contour{code: f.Properties.Code, name: f.Properties.Nom}
		for _, p := range polygons {
			rings := make([]mesh.Ring, len(p))
			for i, ring := range p {
				for _, xy := range ring {
					rings[i] = append(rings[i], mesh.Vertex{X: int32(math.Round(xy[0] * 1e5)), Y: int32(math.Round(xy[1] * 1e5))})
				}
			}
			c.polygons = append(c.polygons, rings)
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b contour) int { return cmp.Compare(a.code, b.code) })
	return list, nil
}

func decodeGzip(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err == nil {
		err = read(z)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// meshes simplifies the borders, each once.
func meshes(contours []contour) (fine, coarse *mesh.Mesh, err error) {
	faces := make([][][]mesh.Ring, len(contours))
	for i, c := range contours {
		faces[i] = c.polygons
	}
	whole, err := mesh.Build(faces)
	if err != nil {
		return nil, nil, err
	}
	const step = 6371008.8 * math.Pi / 180 / 1e5 // metres in a step of the grid, northwards
	aspect := func(v mesh.Vertex) float64 { return math.Cos(float64(v.Y) / 1e5 * math.Pi / 180) }
	if fine, err = whole.Simplify(fineMetres/step, fineIsland/step/step, aspect); err != nil {
		return nil, nil, fmt.Errorf("fine contours: %w", err)
	}
	if coarse, err = whole.Simplify(coarseMetres/step, coarseIsland/step/step, aspect); err != nil {
		return nil, nil, fmt.Errorf("coarse contours: %w", err)
	}
	return fine, coarse, nil
}

// link is where a département belongs today.
type link struct{ region, regionName, academie, academieName string }

// readLinks reads the ministry's table of départements, académies and regions.
func readLinks(path string) (map[string]link, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	links := make(map[string]link)
	err = eachRow(f, func(row map[string]string) error {
		code := row["codeDepartement"]
		if !strings.HasPrefix(code, "97") {
			code = strings.TrimPrefix(code, "0") // three characters: 001, 02A
		}
		links[code] = link{row["codeRegion"], row["libelleRegion"], row["codeAcademie"], row["libelleAcademie"]}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return links, nil
}

// eachRow reads a CSV with a header, ";" between fields and maybe a byte order mark.
func eachRow(r io.Reader, use func(map[string]string) error) error {
	cr := csv.NewReader(r)
	cr.Comma = ';'
	header, err := cr.Read()
	if err != nil {
		return err
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	row := make(map[string]string, len(header))
	for {
		fields, err := cr.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for i, h := range header {
			row[h] = fields[i]
		}
		if err := use(row); err != nil {
			line, _ := cr.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

// fourDigits gives a code the zero that a spreadsheet took from it: 101 is 0101.
func fourDigits(code string) string {
	if len(code) == 3 {
		return "0" + code
	}
	return code
}

// readCommunes reads the communes and the zones d'emploi, by code, and keeps the points
// of La Poste apart, as their licence asks.
func readCommunes(path string) (communes []geo.Commune, zones []geo.Zone, laposte []byte, err error) {
	names := make(map[string]string)
	laposte = []byte("code,lat,lon\n")
	err = decodeGzip(path, func(r io.Reader) error {
		return eachRow(r, func(row map[string]string) error {
			c := geo.Commune{
				Code: row["code_insee"], Name: row["nom"],
				Departement: row["departement"], Region: row["region"], Academie: row["code_academie"],
				Zone: row["zone_emploi_2020"], Basin: fourDigits(row["bassin_ft"]),
			}
			if s := row["codes_postaux"]; s != "" {
				c.Postcodes = strings.Split(s, "|")
			}
			if s := row["population"]; s != "" {
				if c.Population, err = strconv.Atoi(s); err != nil {
					return fmt.Errorf("commune %s: population: %w", c.Code, err)
				}
			}
			if c.Zone != "" {
				names[c.Zone] = row["libelle_zone_emploi"]
			}
			p, err := geo.ParsePoint(row["lat"] + "," + row["lon"])
			if err != nil {
				return fmt.Errorf("commune %s: %w", c.Code, err)
			}
			if row["precision"] == "laposte" {
				laposte = fmt.Appendf(laposte, "%s,%s,%s\n", c.Code, row["lat"], row["lon"])
			} else {
				c.Point = p
			}
			communes = append(communes, c)
			return nil
		})
	})
	slices.SortFunc(communes, func(a, b geo.Commune) int { return cmp.Compare(a.Code, b.Code) })
	for code, name := range names {
		zones = append(zones, geo.Zone{Code: code, Name: name})
	}
	slices.SortFunc(zones, func(a, b geo.Zone) int { return cmp.Compare(a.Code, b.Code) })
	return communes, zones, laposte, err
}
