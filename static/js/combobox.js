// Suggestions while typing: the pattern "editable combobox with list autocomplete" of the ARIA practices.
// Without this file the search field is an ordinary one. Choosing leads to the page of the suggestion, unless somebody
// who listens to "suggestion" prevents it: data-fills takes the name into the field, members.js makes chips.
const PAUSE = 180; // milliseconds
const LEAST = 2; // letters

for (const field of document.querySelectorAll("[data-suggest-url]")) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggest";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", "Vorschläge");
  field.parentElement.append(list);
  field.role = "combobox";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  let timer;
  let request;
  let current = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    current = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const all = options();
    current = all.length ? (number + all.length) % all.length : -1;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === current)));
    if (current < 0) return;
    field.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  }

  function show(suggestions) {
    list.replaceChildren();
    let group = null;
    suggestions.forEach((suggestion, index) => {
      if (suggestion.group !== group) {
        group = suggestion.group;
        const heading = document.createElement("li");
        heading.className = "suggest-group";
        heading.role = "presentation";
        heading.textContent = group;
        list.append(heading);
      }
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.role = "option";
      option.dataset.url = suggestion.url;
      option.dataset.label = suggestion.name ?? suggestion.label;
      const label = document.createElement("span");
      label.textContent = suggestion.label;
      option.append(label);
      if (suggestion.hint) {
        const hint = document.createElement("span");
        hint.className = "note";
        hint.textContent = suggestion.hint;
        option.append(" ", hint);
      }
      list.append(option);
    });
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    current = -1;
    list.scrollIntoView({ block: "nearest" }); // of a field at the bottom the choices would open below the window
  }

  // Fields for entries leave out themes and places, and may offer to add what is missing.
  function offered(suggestions) {
    const { suggestEntries, suggestNew, suggestNewGroup } = field.dataset;
    const name = field.value.trim();
    const found = suggestEntries === undefined ? suggestions : suggestions.filter(({ url }) => !url.includes("?"));
    if (!suggestNew || !name) return found;
    return [...found, { group: suggestNewGroup, label: suggestNew.replace("{name}", name), name, url: "" }];
  }

  function take(option) {
    const detail = { label: option.dataset.label, url: option.dataset.url };
    const goes = field.dispatchEvent(new CustomEvent("suggestion", { cancelable: true, detail }));
    close();
    if (goes) location.assign(detail.url);
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const address = `${field.dataset.suggestUrl}?${new URLSearchParams({ q: field.value })}`;
    try {
      const response = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      if (response.ok) show(offered((await response.json()).suggestions));
    } catch (error) {
      if (error.name !== "AbortError") close(); // no network: the field still searches
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length < LEAST) close();
    else timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      choose(event.key === "ArrowDown" ? current + 1 : current < 0 ? -1 : current - 1);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      take(options()[current]);
    } else if (event.key === "Enter" && field.dataset.suggestNew && field.value.trim()) {
      event.preventDefault(); // a name that is not chosen yet does not send the form
      if (!list.hidden) choose(0);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the field
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  field.addEventListener("blur", close);
  // The browser's own suggestions would lie above ours. But of a field without them it forgets what was typed when one
  // goes back: so only as long as somebody is in the field.
  const usual = field.getAttribute("autocomplete");
  const restore = () => (usual === null ? field.removeAttribute("autocomplete") : (field.autocomplete = usual));
  field.addEventListener("focus", () => (field.autocomplete = "off"));
  field.addEventListener("blur", restore);
  addEventListener("pagehide", restore);
  if (field.dataset.fills !== undefined)
    field.addEventListener("suggestion", (event) => {
      event.preventDefault();
      field.value = event.detail.label;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
}
