// Turns the drawn map into a live one, and the date field into a slider. Everything
// it adds is an addition: without it the page is whole.
import { addSlider } from "./slider.js";

const phone = matchMedia("(max-width: 48em)");

function saveData() {
  return navigator.connection?.saveData === true;
}

// loadStyle resolves when the map's sheet applies, so that nothing jumps.
function loadStyle(href) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", () => reject(new Error(`stylesheet ${href}`)), { once: true });
    document.head.append(link);
  });
}

async function start(box) {
  if (box.dataset.state) return;
  box.dataset.state = "loading";
  box.querySelector("[data-map-show]")?.remove();
  try {
    const [map] = await Promise.all([import(box.dataset.code), loadStyle(box.dataset.style)]);
    await map.start(box);
    box.dataset.state = "live";
  } catch (cause) {
    // The drawn map and the list are still there: say so and leave them.
    console.warn("interactive map:", cause);
    box.dataset.state = "failed";
    const note = document.createElement("p");
    note.className = "map-note";
    note.setAttribute("role", "status");
    note.textContent = box.dataset.labelFailed;
    box.append(note);
  }
}

function offer(box) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fr-btn fr-btn--secondary map-show";
  button.dataset.mapShow = "";
  button.textContent = box.dataset.labelShow;
  button.addEventListener("click", () => start(box));
  box.append(button);
}

// whenIdle waits until the page has been painted and has nothing better to do.
function whenIdle(run) {
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f, 200));
  if (document.readyState === "complete") idle(run);
  else addEventListener("load", () => idle(run), { once: true });
}

function prepare(box) {
  if (phone.matches || saveData()) {
    offer(box);
    return;
  }
  new IntersectionObserver((entries, seen) => {
    if (!entries.some((e) => e.isIntersecting)) return;
    seen.disconnect();
    whenIdle(() => start(box));
  }).observe(box);
}

for (const box of document.querySelectorAll("[data-map]")) prepare(box);
for (const section of document.querySelectorAll("[data-register]")) addSlider(section);
