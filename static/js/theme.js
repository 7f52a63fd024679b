// What needs scripts shows from the first paint on: nothing moves when it comes later.
document.documentElement.classList.add("js");

// The chosen appearance, before the first paint. Kept on this device only; no cookie.
const chosen = localStorage.getItem("darstellung");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
