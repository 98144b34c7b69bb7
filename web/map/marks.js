// The marks over the map: a list of links and buttons, placed by the map's moves.
import { bounds, group } from "./group.js";
import { shape } from "./shape.js";

const radius = 38; // pixels under which two marks are one
const lastZoom = 10; // from here on a group opens as a list: its places are the same

function wording(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function describe(box, p) {
  const parts = [p.name, p.city];
  if (p.status === "presumed") parts.push(box.dataset.labelPresumed);
  if (!p.atSeat) parts.push(box.dataset.labelHollow);
  return parts.filter(Boolean).join(", ");
}

function single(box, p, choose) {
  const link = document.createElement("a");
  link.className = `mark s-${p.sector} w-${p.wave} is-${p.status}${p.atSeat ? "" : " is-hollow"}`;
  link.href = `#campus-${p.slug}`;
  link.dataset.slug = p.slug;
  link.title = p.name;
  link.setAttribute("aria-label", describe(box, p));
  link.append(shape(p.wave));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    choose([p]);
  });
  return link;
}

function cluster(box, g, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mark-group";
  button.textContent = g.members.length;
  button.setAttribute("aria-label", wording(box.dataset.labelCluster, { n: g.members.length }));
  button.addEventListener("click", () => open(g));
  return button;
}

export class Marks {
  constructor(box, map, choose) {
    this.box = box;
    this.map = map;
    this.choose = choose;
    this.points = [];
    this.items = new Map();
    this.level = NaN;
    this.element = document.createElement("ul");
    this.element.className = "map-marks";
    map.on("move", () => this.place());
    map.on("zoom", () => this.regroup());
  }

  set(points) {
    this.points = points;
    this.level = NaN;
    this.regroup();
  }

  // regroup makes the groups of the present zoom, when it has changed by a level.
  regroup() {
    const level = Math.round(this.map.getZoom());
    if (level === this.level) return;
    this.level = level;
    const next = new Map();
    for (const g of group(this.points, level, radius)) next.set(g.key, this.items.get(g.key) ?? this.make(g));
    const focused = this.element.contains(document.activeElement);
    this.element.replaceChildren(...[...next.values()].map((i) => i.li));
    if (focused && !this.element.contains(document.activeElement)) this.map.getCanvas().focus();
    this.items = next;
    this.place();
  }

  make(g) {
    const li = document.createElement("li");
    li.dataset.count = g.members.length;
    li.append(g.members.length === 1 ? single(this.box, g.members[0], this.choose) : cluster(this.box, g, (g) => this.open(g)));
    return { li, g };
  }

  // open shows what a group holds: closer when that parts it, else as a list.
  open(g) {
    const [w, s, e, n] = bounds(g.members);
    if (this.map.getZoom() >= lastZoom || (e - w < 0.01 && n - s < 0.01)) {
      this.choose(g.members);
      return;
    }
    this.map.fitBounds([[w, s], [e, n]], { padding: 70, maxZoom: lastZoom + 1 });
  }

  place() {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    for (const { li, g } of this.items.values()) {
      const at = this.map.project([g.lon, g.lat]);
      const seen = at.x > -20 && at.y > -20 && at.x < width + 20 && at.y < height + 20;
      li.hidden = !seen;
      if (seen) li.style.transform = `translate(${at.x.toFixed(1)}px, ${at.y.toFixed(1)}px)`;
    }
  }
}
