// Grouping of marks that would lie on one another. Ours rather than the engine's:
// some hundred points need no index, the grouping is the same at every visit, and
// every mark stays an element that a keyboard and a screen reader can reach.

const world = 512; // side of the world in pixels at zoom 0

export function project(lon, lat, zoom) {
  const scale = world * 2 ** zoom;
  const sin = Math.sin((lat * Math.PI) / 180);
  return [(lon / 360 + 0.5) * scale, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale];
}

// group returns groups of points closer than radius pixels at a zoom, in the order
// of their first point. Each point is in exactly one group.
export function group(points, zoom, radius) {
  const at = points.map((p) => project(p.lon, p.lat, zoom));
  const taken = new Array(points.length).fill(false);
  const groups = [];
  for (let i = 0; i < points.length; i++) {
    if (taken[i]) continue;
    const members = [];
    for (let j = i; j < points.length; j++) {
      if (taken[j] || Math.hypot(at[j][0] - at[i][0], at[j][1] - at[i][1]) > radius) continue;
      taken[j] = true;
      members.push(points[j]);
    }
    const lon = members.reduce((s, p) => s + p.lon, 0) / members.length;
    const lat = members.reduce((s, p) => s + p.lat, 0) / members.length;
    groups.push({ key: members.map((p) => p.slug).join(" "), lon, lat, members });
  }
  return groups;
}

// bounds is the smallest box around points: [west, south, east, north].
export function bounds(points) {
  return points.reduce(
    ([w, s, e, n], p) => [Math.min(w, p.lon), Math.min(s, p.lat), Math.max(e, p.lon), Math.max(n, p.lat)],
    [180, 90, -180, -90],
  );
}
