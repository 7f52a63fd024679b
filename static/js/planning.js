// Whoever types a day of one's own has chosen it.
document.addEventListener("input", (event) => {
  if (event.target.name !== "own_day") return;
  const own = document.querySelector('input[name="day"][value="anderer"]');
  if (own) own.checked = true;
});
