// The live map: MapLibre under, our marks and controls over. Loaded on demand.
import { Map as Engine, setWorkerUrl } from "maplibre-gl";
import { addAreas, areas, inside } from "./areas.js";
import { Card } from "./card.js";
import { bounds } from "./group.js";
import { Marks } from "./marks.js";
import { waveOf } from "./shape.js";
import { styleOf } from "./style.js";

async function fetchPoints(src) {
  const answer = await fetch(src, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${src}: HTTP ${answer.status}`);
  const { features } = await answer.json();
  return features
    .filter((f) => f.geometry)
    .map(({ geometry: { coordinates: [lon, lat] }, properties: p }) => ({
      lon, lat, slug: p.slug, name: p.name, city: p.city, status: p.status,
      sector: p.sector ?? "none", atSeat: p.at_seat === true, wave: waveOf(p.wave),
    }));
}

// placeZoom shows what lies within a hundred kilometres of a place.
const placeZoom = 7;

// viewOf is where to look first: a selection within one place fills the map.
function viewOf(points) {
  const home = areas[0].box;
  const area = areas.find((a) => points.length > 0 && points.every((p) => inside(a.box, p)));
  if (!area) return home;
  const [w, s, e, n] = bounds(points);
  return e - w < 6 && n - s < 4 ? [w - 0.3, s - 0.3, e + 0.3, n + 0.3] : area.box;
}

function button(label, sign, run) {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "map-zoom";
  b.setAttribute("aria-label", label);
  b.title = label;
  b.textContent = sign;
  b.addEventListener("click", run);
  return b;
}

function build(box) {
  const frame = document.createElement("div");
  frame.className = "map-frame";
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  const zoom = document.createElement("div");
  zoom.className = "map-zooms";
  frame.append(canvas, zoom);
  return { frame, canvas, zoom };
}

// start draws the map in its box and resolves when it shows its marks.
export async function start(box) {
  const points = await fetchPoints(box.dataset.src);
  setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  const { frame, canvas, zoom } = build(box);
  box.querySelector("[data-drawn]").hidden = true;
  box.append(frame);
  const map = new Engine({
    container: canvas, style: styleOf(box), bounds: viewOf(points), fitBoundsOptions: { padding: 20 },
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    maxZoom: 12, minZoom: 1, cooperativeGestures: false, renderWorldCopies: false,
    locale: { "Map.Title": box.dataset.labelArea },
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.scrollZoom.disable(); // the wheel scrolls the page; a click gives it to the map
  map.once("click", () => map.scrollZoom.enable());

  const card = new Card(box);
  const marks = new Marks(box, map, (chosen) => card.show(chosen));
  const places = addAreas(box, (to) => map.fitBounds(to, { padding: 20 }));
  zoom.append(
    button(box.dataset.labelZoomIn, "+", () => map.zoomIn()),
    button(box.dataset.labelZoomOut, "−", () => map.zoomOut()),
  );
  frame.append(marks.element);
  frame.after(places.element, card.element);

  const show = (some) => {
    marks.set(some);
    places.update(some);
    box.dataset.shown = some.length;
    followHash(some, map, card);
  };
  show(points);
  let centre = "";
  const recentre = () => {
    if (box.dataset.centre === centre) return;
    centre = box.dataset.centre ?? "";
    const [lat, lon] = centre.split(",").map(Number);
    if (centre) map.jumpTo({ center: [lon, lat], zoom: placeZoom });
  };
  recentre();
  box.addEventListener("selection", async () => {
    recentre();
    box.querySelector("[data-drawn]").hidden = true;
    const some = await fetchPoints(box.dataset.src);
    map.setStyle(styleOf(box));
    card.hide();
    show(some);
  });
  addEventListener("hashchange", () => followHash(marks.points, map, card));
}

// followHash shows the campus that the address names: a chosen campus can be shared.
function followHash(points, map, card) {
  const slug = decodeURIComponent(location.hash).replace(/^#campus-/, "");
  const chosen = points.find((p) => p.slug === slug);
  if (!chosen) return;
  card.show([chosen]);
  map.jumpTo({ center: [chosen.lon, chosen.lat], zoom: Math.max(map.getZoom(), 7) });
}
