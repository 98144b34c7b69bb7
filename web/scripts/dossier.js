// Saves the fields of a dossier as they are written: one at a time, the last value of each;
// of a table, the rows of the page together.
// What could not be sent is said, kept in the page and tried again. Without this script the
// form has its button.

const pause = 1200; // ms after the last key
const longest = 30_000; // ms between two tries

function saver(form) {
  const status = form.querySelector("[data-status]");
  const table = form.dataset.autosave === "table";
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
    const send = table ? rows() : single(name);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        redirect: "manual",
        body: send.body,
      });
      if (answer.type === "opaqueredirect" || answer.status === 404) {
        over = true;
        tell(form.dataset.ended);
        return;
      }
      if (answer.status >= 500 || answer.status === 429) throw new Error(answer.statusText);
      send.heard(answer.status, await answer.json());
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

  // single is a field as it is sent, and what becomes of the answer.
  function single(name) {
    const field = name.slice(2);
    const entry = form.elements[name];
    const value = entry.value;
    return {
      body: new URLSearchParams({ [name]: value, [`b-${field}`]: form.elements[`b-${field}`].value, reponse: "json" }),
      heard: (code, said) => heard(code, said, entry, field, value),
    };
  }

  // rows are all those of the page. Rows leave by the button alone.
  function rows() {
    const body = new URLSearchParams(new FormData(form));
    for (const name of [...body.keys()]) if (name.startsWith("oter-")) body.delete(name);
    body.set("faire", "garder");
    body.set("reponse", "json");
    const names = [...changed];
    const sent = names.map((name) => form.elements[name].value);
    return {
      body,
      heard: (code, said) => {
        tell(said.said);
        names.forEach((name, i) => form.elements[name].value === sent[i] && changed.delete(name));
        for (const entry of form.querySelectorAll("[aria-invalid]")) entry.removeAttribute("aria-invalid");
        if (code === 200) {
          knownRows(said);
        } else if (code === 422 && form.elements[said.field]) {
          form.elements[said.field].setAttribute("aria-invalid", "true");
        } else if (code === 409 && said.version > 0) {
          changed.clear();
          offer(said, form.querySelector("#fin"), names, () => knownRows(said), () => location.reload());
        } else {
          for (const name of names) changed.add(name);
          over = true;
        }
      },
    };
  }

  // knownRows tells the form which version its rows are of, and how many rows they stand for.
  function knownRows(said) {
    for (const base of document.querySelectorAll('input[name="base"]')) base.value = said.version;
    form.elements.fenetre.value = said.rows;
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
    const take = () => {
      entry.value = said.theirs ?? "";
      again([entry.name]);
    };
    offer(said, entry.closest("[data-field]"), [entry.name], () => known(field, said.version), take);
  }

  function again(names) {
    for (const name of names) changed.add(name);
    later(0);
  }

  // offer shows what another saved, to keep one's own over it or to take it.
  function offer(said, place, names, settle, take) {
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
        settle();
        box.remove();
        form.elements[names[0]].focus();
        act();
      });
    };
    button(form.dataset.keep, () => again(names));
    button(form.dataset.take, take);
    place.append(box);
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name?.startsWith(table ? "c-" : "v-")) return;
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
