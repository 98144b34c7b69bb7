// The time slider: the same page at another date, asked of the server and put in
// place, so that list, totals and map always come from one answer.

const firstMonth = [2013, 8]; // September 2013: the first labels

function monthsBetween([y, m], day) {
  return (day.getUTCFullYear() - y) * 12 + day.getUTCMonth() - m;
}

function dayOf(months) {
  return new Date(Date.UTC(firstMonth[0], firstMonth[1] + months, 1)).toISOString().slice(0, 10);
}

function spoken(day, lang) {
  const text = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day + "T00:00:00Z"));
  return lang === "fr" ? text.replace(/^1 /, "1er ") : text;
}

function make(form, slot) {
  const max = monthsBetween(firstMonth, new Date());
  const label = document.createElement("label");
  label.className = "fr-label";
  label.htmlFor = "time-slider";
  label.textContent = form.dataset.labelSlider;
  const range = document.createElement("input");
  Object.assign(range, { type: "range", id: "time-slider", min: "0", max: String(max), step: "1" });
  const output = document.createElement("output");
  output.htmlFor = "time-slider";
  slot.append(label, range, output);
  return { range, output };
}

export function addSlider(section) {
  const form = section.querySelector("form[data-filter]");
  const field = form?.elements.namedItem("le");
  const slot = form?.querySelector("[data-slider]");
  if (!field || !slot) return;
  const lang = document.documentElement.lang || "fr";
  const { range, output } = make(form, slot);

  const show = () => {
    const day = field.value;
    range.value = day ? String(monthsBetween(firstMonth, new Date(day + "T00:00:00Z"))) : range.max;
    const text = day ? spoken(day, lang) : form.dataset.labelNow;
    output.textContent = text;
    range.setAttribute("aria-valuetext", text);
  };
  show();
  field.addEventListener("change", show);

  let timer = 0;
  range.addEventListener("input", () => {
    field.value = dayOf(Number(range.value));
    show();
    clearTimeout(timer);
    timer = setTimeout(() => travel(section, form), 150);
  });
}

// asking lets a newer question end an older one.
let asking = null;

async function travel(section, form) {
  asking?.abort();
  asking = new AbortController();
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value !== "") url.searchParams.append(name, value);
  section.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    replace(section, fresh);
    history.replaceState(null, "", url);
    document.title = fresh.title;
  } catch (cause) {
    if (cause.name === "AbortError") return;
    form.submit(); // the plain way still works
  }
  section.removeAttribute("aria-busy");
}

// replace puts each part marked data-part of the answer in place of ours. The map
// keeps its element and only learns its new selection; the form is left alone, so
// that the slider keeps the focus.
function replace(section, fresh) {
  for (const part of section.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (other) part.replaceChildren(...other.childNodes);
  }
  const box = section.querySelector("[data-map]");
  const drawn = fresh.querySelector("[data-map]");
  if (!box || !drawn) return;
  for (const name of ["src", "layer", "locate", "centre"]) {
    if (drawn.dataset[name] !== undefined) box.dataset[name] = drawn.dataset[name];
  }
  const now = box.querySelector("[data-drawn]");
  const next = drawn.querySelector("[data-drawn]");
  if (now && next) now.replaceWith(next);
  box.dispatchEvent(new CustomEvent("selection"));
}
