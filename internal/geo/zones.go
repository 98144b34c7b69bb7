package geo

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Zone is an area where most people live and work: a zone d'emploi of INSEE. Its
// communes name it.
type Zone struct{ Code, Name string }

// Zone returns the zone d'emploi with that code, nil when there is none.
func (a *Atlas) Zone(code string) *Zone {
	i, ok := slices.BinarySearchFunc(a.Zones, code, func(z Zone, code string) int { return strings.Compare(z.Code, code) })
	if !ok {
		return nil
	}
	return &a.Zones[i]
}

// The file of zones is text, which compresses well: one line a zone with its code and
// name, an empty one, one line a basin, an empty one, then one line a commune in the order of
// codes: which zone and which basin, counted from 1, 0 for none, and nothing when they
// are those of the commune before.

// EncodeZones writes the zones, by code, and which zone and basin each commune is in.
// Communes are those of the file of communes, in its order.
func EncodeZones(zones []Zone, communes []Commune) ([]byte, error) {
	var out strings.Builder
	zoneAt, basinAt := make(map[string]int), make(map[string]int)
	for i, z := range zones {
		if i > 0 && zones[i-1].Code >= z.Code || z.Code == "" || strings.ContainsAny(z.Code+z.Name, ";\n") {
			return nil, fmt.Errorf("zone %q: not in the order of codes, or not on a line", z.Code)
		}
		zoneAt[z.Code] = i + 1
		out.WriteString(z.Code + ";" + z.Name + "\n")
	}
	out.WriteByte('\n')
	var basins []string
	for i := range communes {
		if b := communes[i].Basin; b != "" && !slices.Contains(basins, b) {
			basins = append(basins, b)
		}
	}
	slices.Sort(basins)
	for i, b := range basins {
		basinAt[b] = i + 1
		out.WriteString(b + "\n")
	}
	out.WriteByte('\n')
	last := ""
	for i := range communes {
		c := &communes[i]
		if c.Zone != "" && zoneAt[c.Zone] == 0 {
			return nil, fmt.Errorf("commune %s: no zone %q", c.Code, c.Zone)
		}
		line := strconv.Itoa(zoneAt[c.Zone]) + ";" + strconv.Itoa(basinAt[c.Basin])
		if line != last {
			out.WriteString(line)
		}
		last = line
		out.WriteByte('\n')
	}
	return []byte(out.String()), nil
}

var errZones = errors.New("geo: zones: not as EncodeZones writes them")

// addZones reads what EncodeZones wrote and gives it to the communes of the atlas.
func (a *Atlas) addZones(b []byte) error {
	parts := strings.SplitN(string(b), "\n\n", 3)
	if len(parts) != 3 {
		return errZones
	}
	codes := []string{""}
	for _, line := range strings.Split(parts[0], "\n") {
		code, name, ok := strings.Cut(line, ";")
		if !ok || len(codes) > 1 && codes[len(codes)-1] >= code {
			return errZones
		}
		a.Zones = append(a.Zones, Zone{code, name})
		codes = append(codes, code)
	}
	basins := append([]string{""}, strings.Split(parts[1], "\n")...)
	lines := strings.Split(parts[2], "\n")
	if len(lines) != len(a.Communes)+1 || lines[len(lines)-1] != "" {
		return fmt.Errorf("%w: as many lines as communes are wanted", errZones)
	}
	zone, basin := 0, 0
	for i := range a.Communes {
		if line := lines[i]; line != "" {
			z, n, _ := strings.Cut(line, ";")
			var err1, err2 error
			zone, err1 = strconv.Atoi(z)
			basin, err2 = strconv.Atoi(n)
			if err1 != nil || err2 != nil || zone < 0 || zone >= len(codes) || basin < 0 || basin >= len(basins) {
				return fmt.Errorf("%w: commune %s", errZones, a.Communes[i].Code)
			}
		}
		a.Communes[i].Zone, a.Communes[i].Basin = codes[zone], basins[basin]
	}
	return nil
}
