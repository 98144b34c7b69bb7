// The map's look, read from the page's own style sheet so that both themes and the
// reader's settings (contrast, forced colours) reach the map.

function colour(box, name, fallback) {
  return getComputedStyle(box).getPropertyValue(name).trim() || fallback;
}

function polygons(tiles, layer) {
  return {
    type: "vector",
    tiles: [new URL(tiles, location.href).href + layer + "/{z}/{x}/{y}.mvt"],
    minzoom: 0,
    maxzoom: 8,
  };
}

export function styleOf(box) {
  const regions = box.dataset.layer || "regions";
  const tiles = box.dataset.tiles;
  const border = colour(box, "--map-border", "#7b7b7b");
  return {
    version: 8,
    sources: {
      regions: polygons(tiles, regions),
      departements: polygons(tiles, "departements"),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour(box, "--map-sea", "#e8f0f6") } },
      {
        id: "land", type: "fill", source: "regions", "source-layer": regions,
        paint: { "fill-color": colour(box, "--map-land", "#fbfaf6"), "fill-antialias": true },
      },
      {
        id: "departements", type: "line", source: "departements", "source-layer": "departements", minzoom: 5,
        paint: { "line-color": border, "line-width": 0.4, "line-opacity": 0.6 },
      },
      {
        id: "regions", type: "line", source: "regions", "source-layer": regions,
        paint: { "line-color": border, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.8, 8, 1.6] },
      },
    ],
  };
}
