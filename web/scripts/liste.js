// Keeps the reader's list in this browser, in the words of addresses, and adds to it in
// place. Without it, the links of the pages do the same through addresses. Nothing is
// sent: opening the page of the list is what tells it to the site.
const key = "continuum.liste";
const names = ["liste", "trajet", "question", "depart"];

// read is what is kept; blocked is true when the browser keeps nothing.
let blocked = false;
function read() {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    blocked = true;
    return "";
  }
}
function write(text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
    return true;
  } catch {
    blocked = true;
    return false;
  }
}

// List is a list as an address has it; what is not ours in the address is left out.
class List {
  constructor(text) {
    const from = new URLSearchParams(text);
    this.items = (from.get("liste") ?? "").split("~").slice(1).filter(Boolean);
    for (const name of names.slice(1)) this[name] = from.get(name) ?? "";
    if (!this.trajet) this.question = "";
  }
  get size() {
    return this.items.length + (this.trajet ? 1 : 0);
  }
  has(name, value) {
    return name === "liste" ? this.items.includes(value) : this.trajet === value;
  }
  toString() {
    if (!this.size) return "";
    const to = new URLSearchParams();
    if (this.items.length) to.set("liste", ["1", ...this.items].join("~"));
    for (const name of names.slice(1)) if (this[name]) to.set(name, this[name]);
    return to.toString();
  }
  // same tells whether two lists hold the same things, wherever distances are from.
  same(other) {
    return this.items.join() === other.items.join() && this.trajet === other.trajet;
  }
}

const shown = new List(location.search);

// Pages that add to the list.
const bar = document.querySelector("[data-keep-bar]");
if (bar) {
  const say = bar.querySelector("[data-keep-say]");
  const link = bar.querySelector("[data-keep-link]");
  // Another tab may have changed what is kept: it is read each time.
  const current = () => {
    const kept = new List(read());
    return kept.size ? kept : new List(location.search);
  };
  const buttons = [];
  const show = () => {
    const list = current();
    const text = list.toString();
    link.href = bar.dataset.path + (text && `?${text}`);
    link.textContent = bar.dataset.labelCount.replace("{0}", list.size);
    for (const { button, name, value } of buttons) {
      const on = list.has(name, value);
      button.querySelector("[data-keep-word]").textContent = on ? bar.dataset.labelDrop : bar.dataset[name === "liste" ? "labelListe" : "labelTrajet"];
      button.classList.toggle("keep--on", on);
    }
  };
  const turn = ({ keep: name, value, ask }) => {
    const list = current();
    const on = list.has(name, value);
    if (name === "trajet") {
      list.trajet = on ? "" : value;
      list.question = on ? "" : ask;
    } else if (on) {
      list.items = list.items.filter((item) => item !== value);
    } else if (list.items.length >= Number(bar.dataset.most)) {
      say.textContent = bar.dataset.labelFull;
      return;
    } else {
      list.items.push(value);
    }
    list.depart ||= bar.dataset.home;
    const done = write(list.toString());
    say.textContent = done ? bar.dataset[on ? "labelDropped" : "labelAdded"] : bar.dataset.labelBlocked;
    show();
  };
  read();
  // A browser that keeps nothing still has the links.
  if (!blocked) {
    for (const a of document.querySelectorAll("a[data-keep]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = a.className;
      button.append(...a.childNodes);
      button.addEventListener("click", () => turn(a.dataset));
      buttons.push({ button, name: a.dataset.keep, value: a.dataset.value });
      a.replaceWith(button);
    }
    show();
    addEventListener("storage", show);
    addEventListener("pageshow", (e) => { if (e.persisted) show(); });
  }
}

// The page of the list.
const device = document.querySelector("[data-keep-device]");
if (device) {
  const words = device.dataset;
  const say = device.querySelector("[data-keep-say]");
  const actions = device.querySelector("[data-keep-actions]");
  const button = (label, act) => {
    const b = document.createElement("button");
    b.type = "button";
    b.className = "fr-btn fr-btn--sm fr-btn--secondary";
    b.textContent = label;
    b.addEventListener("click", act);
    actions.append(b);
  };
  const keep = () => tell(write(shown.toString()) ? words.labelKept : words.labelBlocked);
  const erase = () => {
    write("");
    tell(words.labelErased);
    device.querySelector("h2").tabIndex = -1;
    device.querySelector("h2").focus(); // the button that had the focus is gone
  };
  // tell says how the list shown and the one kept stand, after what was just done.
  const tell = (done) => {
    const kept = new List(read());
    actions.replaceChildren();
    device.hidden = !blocked && !kept.size && !shown.size && !done;
    if (blocked) {
      say.textContent = words.labelBlocked;
      return;
    }
    const state = !kept.size ? (shown.size ? words.labelNew : "") : kept.same(shown) ? words.labelSame : shown.size ? words.labelOther : words.labelAgain;
    say.textContent = done ?? state.replace("{0}", kept.size);
    if (kept.size && !kept.same(shown)) {
      const a = document.createElement("a");
      a.className = "fr-btn fr-btn--sm";
      a.href = `${words.path}?${kept}`;
      a.textContent = words.labelTake;
      actions.append(a);
    }
    if (shown.size && !kept.same(shown)) button(kept.size ? words.labelReplace : words.labelKeep, keep);
    if (kept.size) button(words.labelErase, erase);
  };
  // What is removed from the list shown is removed from the one kept, when they are one.
  for (const a of document.querySelectorAll("a[data-keep-drop]")) {
    a.addEventListener("click", () => {
      if (new List(read()).same(shown)) write(new List(new URL(a.href).search).toString());
    });
  }
  const kept = new List(read());
  if (kept.size && kept.same(shown) && kept.toString() !== shown.toString()) write(shown.toString());
  tell();
}
