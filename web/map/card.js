// The card under the map: what was chosen, the way to its page and to its line.

function link(href, text) {
  const a = document.createElement("a");
  a.href = href;
  a.textContent = text;
  return a;
}

export class Card {
  constructor(box) {
    this.box = box;
    this.element = document.createElement("div");
    this.element.className = "map-card";
    this.element.setAttribute("role", "status");
  }

  hide() {
    this.element.replaceChildren();
  }

  show(chosen) {
    const list = document.createElement("ul");
    for (const p of chosen) list.append(this.entry(p));
    this.element.replaceChildren(list);
    if (chosen.length === 1) this.mark(chosen[0].slug);
  }

  // mark puts the chosen campus in the address and shows its line as current.
  mark(slug) {
    for (const line of document.querySelectorAll("[data-slug][aria-current]")) line.removeAttribute("aria-current");
    document.getElementById(`campus-${slug}`)?.setAttribute("aria-current", "true");
    if (location.hash !== `#campus-${slug}`) history.replaceState(null, "", `#campus-${slug}`);
  }

  entry(p) {
    const prefix = document.documentElement.lang === "en" ? "/en" : "";
    const li = document.createElement("li");
    const name = link(`${prefix}/campus/${p.slug}`, p.name);
    name.className = "map-card-name";
    const here = document.getElementById(`campus-${p.slug}`);
    const line = link(here ? `#campus-${p.slug}` : this.box.dataset.locate + encodeURIComponent(p.slug), this.box.dataset.labelList);
    const notes = [p.city, p.status === "presumed" ? this.box.dataset.labelPresumed : "", p.atSeat ? "" : this.box.dataset.labelHollow];
    const small = document.createElement("span");
    small.className = "map-card-notes";
    small.textContent = notes.filter(Boolean).join(" · ");
    li.append(name, " ", small, " ", line);
    return li;
  }
}
