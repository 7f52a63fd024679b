// The bar at the bottom of a phone leads to the answer, and goes while the answer can be seen.
const answer = document.getElementById("antwort");

new IntersectionObserver(([seen]) => {
  document.documentElement.classList.toggle("answer-seen", seen.isIntersecting);
}).observe(answer);
