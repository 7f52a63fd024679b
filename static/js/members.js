// Members as chips behind a combobox. Without this file the textarea is what it is: one name a line.
// Must run before combobox.js, which finds the search field made here.

const WITH_PLACE = /^(.*\S)\s*\(([^()]*)\)$/;
const WITH_ADDRESS = /^(.*?)\s*\[[\w-]+\]$/;

for (const area of document.querySelectorAll("[data-members]")) {
  const text = area.dataset;
  const named = (pattern, name) => pattern.replace("{name}", name);

  const field = document.createElement("input");
  field.type = "text";
  field.id = area.id; // label, error summary and help lead here now
  area.id = `${field.id}-lines`;
  field.className = "form-control";
  field.autocomplete = "off";
  field.maxLength = 250;
  field.dataset.suggestUrl = text.members;
  field.dataset.suggestEntries = "";
  field.dataset.suggestNew = text.new;
  field.dataset.suggestNewGroup = text.newGroup;
  if (area.hasAttribute("aria-describedby"))
    field.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
  if (area.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", area.getAttribute("aria-invalid"));

  const chips = document.createElement("ul");
  chips.className = "picked";
  chips.setAttribute("aria-label", text.chosen);
  const told = document.createElement("p");
  told.className = "vh";
  told.role = "status";
  const box = document.createElement("div");
  box.className = "picker";
  box.append(field);
  area.before(chips, box, told);
  area.hidden = true;
  const help = document.getElementById(`${field.id}_helptext`);
  if (help) help.textContent = text.help; // what it said holds for the textarea

  const lines = () => area.value.split("\n").map((line) => line.trim()).filter(Boolean);

  function write(all) {
    area.value = all.join("\n");
    area.dispatchEvent(new Event("input", { bubbles: true })); // the check for duplicates listens
    chips.hidden = all.length === 0;
  }

  function chip(line) {
    const item = document.createElement("li");
    item.dataset.line = line;
    const place = WITH_ADDRESS.test(line) ? null : line.match(WITH_PLACE);
    const name = (place ? place[1] : line).replace(WITH_ADDRESS, "$1");
    const label = document.createElement("span");
    label.textContent = name;
    item.append(label);
    if (place) item.append(placeField(item, name, place[2]));
    const remove = document.createElement("button");
    remove.type = "button";
    remove.setAttribute("aria-label", named(text.remove, name));
    remove.textContent = "×";
    remove.addEventListener("click", () => {
      const next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      write([...chips.children].map((other) => other.dataset.line));
      told.textContent = named(text.removed, name);
      (next?.querySelector("button") ?? field).focus();
    });
    item.append(remove);
    chips.append(item);
  }

  function placeField(item, name, place) {
    const input = document.createElement("input");
    input.type = "text";
    input.className = "form-control";
    input.maxLength = 100;
    input.value = place === text.mark ? "" : place;
    input.placeholder = named(text.place, "").trim();
    input.setAttribute("aria-label", named(text.place, name));
    input.addEventListener("input", () => {
      const typed = input.value.replace(/[()]/g, "").trim();
      item.dataset.line = `${name} (${typed.length > 1 ? typed : text.mark})`;
      write([...chips.children].map((other) => other.dataset.line));
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        field.focus();
      }
    });
    return input;
  }

  field.addEventListener("suggestion", (event) => {
    event.preventDefault();
    const { label, url } = event.detail;
    const name = label.replace(/[()[\]]/g, " ").replace(/\s+/g, " ").trim();
    const slug = url.split("/").filter(Boolean).pop() ?? "";
    // Several may have one name: their addresses end in a number. Brackets in a name would be read as a place.
    const known = /-\d+$/.test(slug) || /[()[\]]/.test(label) ? `${label} [${slug}]` : label;
    const line = url ? known : `${name} (${text.mark})`;
    field.value = "";
    if (!lines().includes(line)) {
      chip(line);
      write([...lines(), line]);
    }
    told.textContent = named(text.added, label);
    const place = url ? null : chips.lastElementChild?.querySelector("input");
    (place ?? field).focus();
  });

  for (const line of lines()) chip(line);
  chips.hidden = lines().length === 0;
}
