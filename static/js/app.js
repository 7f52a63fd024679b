// Progressive enhancement only: every page works without this file.

// Ctrl+K leads to the search field, unless it was switched off under /tastenkuerzel/.
document.addEventListener("keydown", (event) => {
  if (!event.ctrlKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  const field = document.getElementById("q");
  if (!field || localStorage.getItem("tastenkuerzel") === "aus") return;
  event.preventDefault();
  field.focus();
  field.select();
});

// Darstellung: system, hell, dunkel.
function show(choice) {
  if (choice === "system") {
    localStorage.removeItem("darstellung");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("darstellung", choice);
    document.documentElement.dataset.theme = choice;
  }
  for (const button of document.querySelectorAll("[data-show]"))
    button.setAttribute("aria-pressed", String(button.dataset.show === choice));
}
for (const menu of document.querySelectorAll("[data-needs-script]")) menu.hidden = false;
for (const button of document.querySelectorAll("[data-show]"))
  button.addEventListener("click", () => show(button.dataset.show));
if (document.querySelector("[data-show]")) show(localStorage.getItem("darstellung") || "system");

// Menus close with Escape and when the focus leaves them; also those that come with live results.
const menuOf = (target) => (target instanceof Element ? target.closest("details.menu[open]") : null);
document.addEventListener("keydown", (event) => {
  const menu = menuOf(event.target);
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
// A press on what takes no focus (the label of a box) gives it to what stands around the menu: nobody has left.
document.addEventListener("focusout", (event) => {
  const menu = menuOf(event.target);
  const next = event.relatedTarget;
  if (menu && next && !menu.contains(next) && !next.contains(menu)) menu.open = false;
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
});

// An address for somewhere else. Live answers bring their own: the button is looked for when it is pressed.
document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (!button) return;
  const told = button.querySelector("[data-done]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    told.textContent = ` – ${told.dataset.done}`;
    told.classList.remove("vh");
  } catch {
    location.assign(button.dataset.copy); // not allowed to copy: the address stands in the bar of the browser
  }
});

// While the portal is away, a live update says so above what is there already, and takes nothing away.
document.addEventListener("htmx:beforeSwap", (event) => {
  for (const notice of document.querySelectorAll("[data-outage]")) notice.remove();
  if (event.detail.xhr.status !== 503) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.swapOverride = "afterbegin";
});

// An error summary takes the focus, so that nobody searches for what went wrong.
document.querySelector("[data-error-summary]")?.focus();
