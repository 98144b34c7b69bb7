// An entry that proposes as one types: the editable combobox with list autocomplete
// of the W3C's authoring practices. What is typed stays what is asked: a proposal is
// taken only when it is chosen. When nobody answers, the entry is a plain one.

const pause = 150; // milliseconds without a key before proposals are asked for

// rows reads an answer of the API: places have a code, other things a kind, which the
// page says in its own words.
function rows(items, say) {
  return items.map((item) => item.code
    ? { value: `${item.name} (${item.postcodes[0] ?? item.code})`, label: item.label, more: item.postcodes[0] }
    : { value: item.label, label: item.label, more: say[`say${item.kind[0].toUpperCase()}${item.kind.slice(1)}`] });
}

function combobox(input) {
  const say = input.dataset;
  const list = document.createElement("ul");
  list.className = "proposals";
  list.id = `${input.id}-proposals`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say.sayList);
  list.hidden = true;
  const count = document.createElement("p");
  count.className = "fr-sr-only";
  count.setAttribute("role", "status");
  input.after(list, count);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  // Where the browser may fill in what it knows of the reader, it still may.
  if (!input.autocomplete) input.autocomplete = "off";

  let timer, asking, answered;

  const options = () => [...list.children];
  const active = () => list.querySelector("[aria-selected=true]");

  function mark(option) {
    active()?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    mark(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function open() {
    if (list.children.length === 0) return false;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return true;
  }

  function take(option) {
    input.value = option.dataset.value;
    answered = input.value;
    list.replaceChildren();
    count.textContent = "";
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(found) {
    list.replaceChildren(...found.map((row, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.className = "proposals__one";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = row.value;
      option.textContent = row.label;
      if (row.more) {
        const more = document.createElement("span");
        more.className = "proposals__more";
        more.textContent = ` ${row.more}`;
        option.append(more);
      }
      return option;
    }));
    count.textContent = found.length ? say.sayCount.replace("{n}", found.length) : say.sayNone;
    if (!open()) close();
  }

  async function ask() {
    const words = input.value.trim();
    asking?.abort();
    if (words.length < 2) {
      answered = undefined;
      list.replaceChildren();
      count.textContent = "";
      close();
      return;
    }
    if (words === answered) return;
    asking = new AbortController();
    try {
      const reply = await fetch(say.suggest + encodeURIComponent(words), { signal: asking.signal });
      if (!reply.ok) return;
      const { items } = await reply.json();
      answered = words;
      // An answer that comes once the reader has left opens nothing.
      if (document.activeElement === input) show(rows(items, say));
    } catch {
      // Offline, or a newer question: the form still asks the server.
    }
  }

  input.addEventListener("input", () => {
    mark(null);
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.isComposing) return;
    const shown = !list.hidden;
    const all = options();
    const at = all.indexOf(active());
    switch (e.key) {
      case "ArrowDown":
        if (!shown && !open()) return;
        if (!e.altKey) mark(all[(at + 1) % all.length]);
        break;
      case "ArrowUp":
        if (e.altKey) close();
        else if (shown || open()) mark(all[at <= 0 ? all.length - 1 : at - 1]);
        else return;
        break;
      case "Enter":
        if (!shown || at < 0) {
          close();
          return; // the form is sent
        }
        take(all[at]);
        break;
      case "Escape":
        if (shown) close();
        else input.value = "";
        break;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        mark(null); // back in the text, where the key does what it always does
        return;
      default:
        return;
    }
    e.preventDefault();
  });
  // The entry keeps the focus while a finger or a mouse is on the list.
  list.addEventListener("pointerdown", (e) => e.preventDefault());
  list.addEventListener("mousedown", (e) => e.preventDefault());
  list.addEventListener("click", (e) => {
    const option = e.target.closest("[role=option]");
    if (option) take(option);
  });
}

for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);
