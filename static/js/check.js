// The bar at the bottom of a phone leads to the answer, and goes while the answer can be seen.
const answer = document.getElementById("antwort");

new IntersectionObserver(([seen]) => {
  document.documentElement.classList.toggle("answer-seen", seen.isIntersecting);
}).observe(answer);

// Live answers bring their own address: the button is looked for when it is pressed.
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
