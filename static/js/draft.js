// Leaving a page of a draft keeps what is typed in it, also when nobody pressed a button: the tab is closed, somebody
// goes back or follows a link. Without this file the buttons of the form keep it.
const form = document.querySelector("[data-keeps-draft]");
let isTyped = false;

for (const kind of ["input", "change"]) form.addEventListener(kind, () => (isTyped = true));
form.addEventListener("submit", () => (isTyped = false));

addEventListener("pagehide", () => {
  if (!isTyped) return;
  const typed = new FormData(form);
  typed.set("merken", "1");
  navigator.sendBeacon(form.action, typed);
  isTyped = false;
});
