// "Around me": a button beside an entry of a place, made here because it is of no use
// without scripts. The position is asked for at a click only. It stays in the browser,
// which finds the nearest commune by itself: what it asks of the server is the list of
// the communes of one square of a degree. Nothing is kept.

const radians = Math.PI / 180;

// km is the distance on the sphere, as internal/geo says it.
function km(lat, lon, otherLat, otherLon) {
  const a = Math.sin((otherLat - lat) * radians / 2) ** 2
    + Math.cos(lat * radians) * Math.cos(otherLat * radians) * Math.sin((otherLon - lon) * radians / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(a));
}

const farthest = 50; // kilometres to the nearest commune, beyond which one is elsewhere

// nearest is the commune nearest to a point, undefined where there is none.
async function nearest({ latitude: lat, longitude: lon }) {
  const reply = await fetch(`/communes/${Math.floor(lat)}_${Math.floor(lon)}.json`, { credentials: "omit" });
  if (reply.status === 404) return undefined;
  if (!reply.ok) throw new Error(`communes: ${reply.status}`);
  let best, least = farthest;
  for (const [written, name, cLat, cLon] of await reply.json()) {
    const d = km(lat, lon, cLat, cLon);
    if (d < least) [best, least] = [{ written, name }, d];
  }
  return best;
}

function position() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition((p) => resolve(p.coords), reject, { timeout: 15000 });
  });
}

function offer(input) {
  const say = input.dataset;
  const line = document.createElement("div");
  line.className = "here";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fr-btn fr-btn--sm fr-btn--tertiary-no-outline here__ask";
  button.textContent = say.sayHere;
  const told = document.createElement("p");
  told.className = "here__told";
  told.setAttribute("role", "status");
  line.append(button, told);
  input.parentElement.append(line);
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    told.textContent = say.sayHereWait;
    try {
      const found = await nearest(await position());
      if (found) {
        input.value = found.written;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
      told.textContent = found ? say.sayHereFound.replace("{name}", found.name) : say.sayHereFar;
    } catch (cause) {
      told.textContent = cause.code === 1 ? say.sayHereRefused : say.sayHereFailed;
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });
}

for (const input of document.querySelectorAll("input[data-say-here]")) {
  // A browser tells where it is to a page that came by a safe way only.
  if (isSecureContext && navigator.geolocation) offer(input);
  else delete input.dataset.sayHere;
}
