// The places that the map can jump to: France is not in one piece.

export const areas = [
  { name: "Métropole", box: [-5.3, 41.2, 9.8, 51.2] },
  { name: "Guadeloupe", box: [-61.9, 15.8, -60.9, 16.6] },
  { name: "Martinique", box: [-61.3, 14.35, -60.75, 14.95] },
  { name: "Guyane", box: [-54.8, 2.0, -51.4, 6.0] },
  { name: "La Réunion", box: [55.1, -21.5, 55.95, -20.75] },
  { name: "Mayotte", box: [44.9, -13.1, 45.4, -12.5] },
];

export function inside([w, s, e, n], p) {
  return p.lon >= w && p.lon <= e && p.lat >= s && p.lat <= n;
}

// addAreas puts one button a place, each with the number of marks there; count
// returns the marks of a box, go moves the map.
export function addAreas(box, go) {
  const group = document.createElement("div");
  group.className = "map-areas";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", box.dataset.labelAreas);
  const buttons = areas.map((area) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fr-tag map-area";
    button.addEventListener("click", () => go(area.box));
    group.append(button);
    return button;
  });
  return {
    element: group,
    update(points) {
      areas.forEach((area, i) => {
        const n = points.filter((p) => inside(area.box, p)).length;
        buttons[i].textContent = `${area.name} (${n})`;
        buttons[i].dataset.count = n;
      });
    },
  };
}
