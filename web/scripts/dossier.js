// Saves the fields of a dossier as they are written: one at a time, the last value of each.
// What could not be sent is said, kept in the page and tried again. Without this script the
// form has its button.

const pause = 1200; // ms after the last key
const longest = 30_000; // ms between two tries

function saver(form) {
  const status = form.querySelector("[data-status]");
  const changed = new Set(); // names of entries that are not saved
  let timer;
  let tries = 0;
  let busy = false;
  let over = false; // nothing more can be saved from this page

  const tell = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
  const later = (ms) => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(next, ms);
  };

  async function next() {
    const [name] = changed;
    if (busy || over || name === undefined) return;
    busy = true;
    const field = name.slice(2);
    const entry = form.elements[name];
    const value = entry.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ [name]: value, [`b-${field}`]: form.elements[`b-${field}`].value, reponse: "json" }),
      });
      if (answer.type === "opaqueredirect" || answer.status === 404) {
        over = true;
        tell(form.dataset.ended);
        return;
      }
      if (answer.status >= 500 || answer.status === 429) throw new Error(answer.statusText);
      heard(answer.status, await answer.json(), entry, field, value);
      tries = 0;
    } catch {
      tries += 1;
      tell(navigator.onLine ? form.dataset.failed : form.dataset.offline);
      later(Math.min(longest, 1000 * 2 ** tries));
      return;
    } finally {
      busy = false;
    }
    if (changed.size > 0) later(0);
  }

  function heard(code, said, entry, field, value) {
    tell(said.said);
    if (entry.value === value) changed.delete(entry.name);
    if (code === 200) {
      if (said.field === field) known(field, said.version, said.shown);
      entry.removeAttribute("aria-invalid");
    } else if (code === 409 && said.field === field) {
      changed.delete(entry.name);
      choose(said, entry, field);
    } else if (code === 422) {
      entry.setAttribute("aria-invalid", "true");
    } else {
      changed.add(entry.name);
      over = true;
    }
  }

  // known tells the form which version it shows now, for its button too.
  function known(field, version, digest) {
    form.elements[`b-${field}`].value = version;
    form.elements[`h-${field}`].value = digest ?? "";
  }

  // choose shows what another saved, beside what is in the entry.
  function choose(said, entry, field) {
    const place = entry.closest("[data-field]");
    place.querySelector("[data-clash]")?.remove();
    const box = document.createElement("div");
    box.className = "remark";
    box.dataset.clash = "";
    const add = (tag, text, name) => {
      const node = document.createElement(tag);
      node.textContent = text;
      if (name) node.className = name;
      box.append(node);
      return node;
    };
    add("p", said.said);
    add("p", form.dataset.theirs);
    add("p", said.theirs ?? "", "told");
    const button = (text, act) => {
      const b = add("button", text, "fr-btn fr-btn--secondary fr-btn--sm");
      b.type = "button";
      b.addEventListener("click", () => {
        known(field, said.version);
        act();
        box.remove();
        entry.focus();
        changed.add(entry.name);
        later(0);
      });
    };
    button(form.dataset.keep, () => {});
    button(form.dataset.take, () => {
      entry.value = said.theirs ?? "";
    });
    place.append(box);
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name?.startsWith("v-")) return;
    changed.add(event.target.name);
    later(pause);
  });
  form.addEventListener("submit", () => {
    changed.clear();
    over = true;
    clearTimeout(timer);
  });
  addEventListener("online", () => later(0));
  addEventListener("offline", () => changed.size > 0 && tell(form.dataset.offline));
  addEventListener("beforeunload", (event) => {
    if (changed.size > 0) event.preventDefault();
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) saver(form);
