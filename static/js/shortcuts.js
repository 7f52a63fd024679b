// The switch of /tastenkuerzel/: remembered on this device.
const off = document.getElementById("shortcuts-off");
const showState = () => off.setAttribute("aria-pressed", String(localStorage.getItem("tastenkuerzel") === "aus"));
off.addEventListener("click", () => {
  if (localStorage.getItem("tastenkuerzel") === "aus") localStorage.removeItem("tastenkuerzel");
  else localStorage.setItem("tastenkuerzel", "aus");
  showState();
});
showState();
