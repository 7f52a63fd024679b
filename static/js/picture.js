// A picture drawn by the server can be looked at closer: buttons, keys, wheel with Ctrl, dragging. What belongs to the network
// under the pointer stands out. Without this file it is as large as the page, and the list beside it says the same.
const STEP = 1.4; // from one size to the next
const MOST = 6; // times as large as all of it
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SHARE = 0.15; // of what is seen, that an arrow moves

for (const region of document.querySelectorAll("[data-picture]")) {
  const picture = region.querySelector("svg");
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const seen = { x: 0, y: 0, zoom: 1 };

  function show() {
    const [w, h] = [width / seen.zoom, height / seen.zoom];
    seen.x = Math.min(Math.max(seen.x, 0), width - w);
    seen.y = Math.min(Math.max(seen.y, 0), height - h);
    picture.setAttribute("viewBox", `${seen.x} ${seen.y} ${w} ${h}`);
    picture.classList.toggle("zoomed", seen.zoom > 1);
  }

  // Around a point given in shares of what is seen: what is under the pointer stays there.
  function zoom(by, at = [0.5, 0.5]) {
    const before = seen.zoom;
    seen.zoom = by ? Math.min(Math.max(before * by, 1), MOST) : 1;
    seen.x += at[0] * width * (1 / before - 1 / seen.zoom);
    seen.y += at[1] * height * (1 / before - 1 / seen.zoom);
    show();
  }

  function move(across, down) {
    seen.x += (across * width) / seen.zoom;
    seen.y += (down * height) / seen.zoom;
    show();
  }

  const tools = region.parentElement.querySelector("[data-zoom]");
  tools.hidden = false;
  for (const button of tools.querySelectorAll("[data-by]"))
    button.addEventListener("click", () => zoom({ in: STEP, out: 1 / STEP, all: 0 }[button.dataset.by]));

  region.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+") zoom(STEP);
    else if (event.key === "-" || event.key === "−") zoom(1 / STEP);
    else if (event.key === "0") zoom(0);
    else if (event.key in ARROWS && seen.zoom > 1) move(...ARROWS[event.key].map((way) => way * SHARE));
    else return; // arrows scroll the region as long as all of it is shown
    event.preventDefault();
  });

  region.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return; // the page scrolls on
      event.preventDefault();
      const box = picture.getBoundingClientRect();
      const at = [(event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height];
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, at);
    },
    { passive: false },
  );

  let from = null;
  let isMoved = false;
  picture.addEventListener("pointerdown", (event) => {
    isMoved = false;
    if (seen.zoom > 1 && event.button === 0) from = [event.clientX, event.clientY];
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [across, down] = [from[0] - event.clientX, from[1] - event.clientY];
    if (!isMoved && Math.hypot(across, down) < 4) return; // a trembling hand wants the link
    if (!isMoved) picture.setPointerCapture(event.pointerId);
    isMoved = true;
    picture.classList.add("moved");
    const box = picture.getBoundingClientRect();
    move(across / box.width, down / box.height);
    from = [event.clientX, event.clientY];
  });
  const end = () => {
    from = null;
    picture.classList.remove("moved");
  };
  picture.addEventListener("pointerup", end);
  picture.addEventListener("pointercancel", end);
  picture.addEventListener("click", (event) => isMoved && event.preventDefault(), true);
  picture.addEventListener("dragstart", (event) => event.preventDefault());

  const ends = [...picture.querySelectorAll("[data-ends]")];
  function light(entry) {
    const lines = ends.filter((one) => one.dataset.ends.split(" ").includes(entry));
    const others = new Set(lines.flatMap((line) => line.dataset.ends.split(" ")));
    for (const one of ends) one.classList.toggle("on", lines.includes(one));
    for (const card of picture.querySelectorAll("[data-entry]"))
      card.classList.toggle("on", others.has(card.dataset.entry));
    picture.classList.toggle("lit", lines.length > 0);
  }
  for (const card of picture.querySelectorAll("[data-entry]")) {
    card.addEventListener("pointerenter", () => light(card.dataset.entry));
    card.addEventListener("pointerleave", () => light(null));
  }
}
