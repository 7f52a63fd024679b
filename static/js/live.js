// Live results keep what the visitor had open: facets, and the drawer on a phone; and where the focus was in them.
let opened = null;

// The page stays as long as the window reaches down: with fewer hits, the footer would jump into view.
// A style sheet, not an attribute, which htmx would carry over and the policy forbids.
const room = new CSSStyleSheet();
document.adoptedStyleSheets.push(room);
function keepHeight() {
  const top = document.getElementById("ergebnis")?.getBoundingClientRect().top;
  if (top !== undefined) room.replaceSync(`#ergebnis { min-height: ${Math.ceil(innerHeight - top)}px; }`);
}

document.addEventListener("htmx:beforeSwap", () => {
  keepHeight();
  const facets = document.querySelectorAll("details[data-facet]");
  opened = {
    facets: new Map([...facets].map((facet) => [facet.dataset.facet, facet.open])),
    drawer: document.querySelector("#filter:popover-open") !== null,
    scrolled: document.getElementById("filter")?.scrollTop ?? 0,
    focused: document.activeElement?.id,
    lists: new Map([...document.querySelectorAll("[data-facet] .opts[id]")].map((list) => [list.id, list.scrollTop])),
  };
});

document.addEventListener("htmx:afterSettle", () => {
  prepare();
  if (!opened) return;
  for (const facet of document.querySelectorAll("details[data-facet]"))
    if (opened.facets.has(facet.dataset.facet)) facet.open = opened.facets.get(facet.dataset.facet);
  const filter = document.getElementById("filter");
  if (opened.drawer && !filter.matches(":popover-open")) filter.showPopover();
  filter.scrollTop = opened.scrolled;
  for (const [id, top] of opened.lists) if (top) document.getElementById(id)?.scrollTo(0, top);
  // htmx gives the focus back too early for what was closed until now.
  if (opened.focused && document.activeElement?.id !== opened.focused)
    document.getElementById(opened.focused)?.focus({ preventScroll: true });
  opened = null;
});

// "Liste eingrenzen": hides the options of a long facet that do not contain what was typed.
function prepare() {
  for (const field of document.querySelectorAll("[data-narrow]")) {
    if (!field.hidden) continue;
    field.hidden = false;
    field.addEventListener("change", (event) => event.stopPropagation());
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLocaleLowerCase("de");
      for (const option of document.getElementById(field.dataset.narrow).children)
        option.hidden = !option.textContent.toLocaleLowerCase("de").includes(wanted);
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
}
prepare();

// A name that is looked for among the options of a facet is no filter yet: leaving the field asks for nothing new.
document.addEventListener(
  "change",
  (event) => {
    if (event.target instanceof Element && event.target.matches("[data-looks-for]")) event.stopPropagation();
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target instanceof Element && event.target.matches("[data-looks-for]"))
    event.preventDefault();
});

// Nor does an empty one belong into the address that others are sent.
document.addEventListener("htmx:configRequest", (event) => {
  const sent = event.detail.formData;
  for (const name of [...sent.keys()]) if (name.endsWith("-name") && !sent.get(name)) sent.delete(name);
});
