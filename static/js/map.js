// The map of the hits: district outlines from the database, markers in clusters. Pictures of streets from elsewhere
// come only after consent. The list below shows the same hits, so nothing is only on the map.
const REMEMBERED = "strassenkarte"; // holds the host that somebody agreed to

function streets(place, map) {
  const attribution = document.createElement("span");
  attribution.textContent = place.dataset.tileAttribution;
  const layer = L.tileLayer(place.dataset.tileUrl, {
    attribution: attribution.innerHTML,
    maxZoom: 18,
    referrerPolicy: "no-referrer",
  });
  const source = L.control.attribution({ prefix: false });
  return {
    show() {
      source.addTo(map);
      layer.addTo(map);
    },
    hide() {
      layer.remove();
      source.remove();
    },
  };
}

// Consent for this view, or remembered on this device until it is taken back by the same button or box.
function askFirst(place, pictures) {
  const button = document.querySelector("[data-tiles-show]");
  const remember = document.getElementById("tiles-remember");
  const host = place.dataset.tileHost;
  function set(isShown) {
    button.setAttribute("aria-pressed", String(isShown));
    if (isShown) pictures.show();
    else pictures.hide();
    keep(isShown && remember.checked);
  }
  function keep(isKept) {
    if (isKept) localStorage.setItem(REMEMBERED, host);
    else localStorage.removeItem(REMEMBERED);
  }
  button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
  remember.addEventListener("change", () => keep(remember.checked && button.getAttribute("aria-pressed") === "true"));
  remember.checked = localStorage.getItem(REMEMBERED) === host;
  if (remember.checked) set(true);
}

function point([latitude, longitude, kind, name, url, district], rough) {
  const popup = document.createElement("div");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = name;
  popup.append(link);
  const where = district ? `${rough} ${district}` : "";
  if (where) popup.append(document.createElement("br"), where);
  const icon = L.divIcon({ className: `point point-${kind}${where ? " rough" : ""}`, iconSize: [24, 24] });
  const label = where ? `${name} (${where})` : name;
  return L.marker([latitude, longitude], { icon, title: label, alt: label }).bindPopup(popup);
}

const SHIFTS = [0, 28, -28, 52, -52]; // pixels below or above the middle of a place where its name may stand

// Names of the places, as many as find room: no name lies on another, on a marker, or is cut off at the edge.
function nameThem(map, outlines) {
  const names = outlines.map((outline) => {
    const text = document.createElement("span");
    text.textContent = outline.name;
    const icon = L.divIcon({ className: "district-name", html: text, iconSize: null });
    return L.marker(outline.middle, { icon, interactive: false, keyboard: false }).addTo(map);
  });
  const frame = map.getContainer();
  function arrange() {
    const boxOf = (element) => element.getBoundingClientRect();
    const edge = boxOf(frame);
    const taken = [...frame.querySelectorAll(".leaflet-control, .cluster, .point")].map(boxOf);
    const hasRoom = (box) =>
      box.left >= edge.left && box.right <= edge.right && box.top >= edge.top && box.bottom <= edge.bottom &&
      taken.every(
        (other) =>
          box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
      );
    for (const name of names) {
      const text = name.getElement().firstChild;
      const found = SHIFTS.find((shift) => {
        text.style.top = `${shift}px`;
        return hasRoom(boxOf(text));
      });
      text.classList.toggle("no-room", found === undefined);
      if (found !== undefined) taken.push(boxOf(text));
    }
  }
  map.on("moveend zoomend resize", () => setTimeout(arrange, 300)); // when clusters have moved to their places
  setTimeout(arrange, 300);
}

async function draw(place) {
  place.dataset.drawn = "";
  const response = await fetch(place.dataset.markersUrl, { headers: { Accept: "application/json" } });
  if (!response.ok || !place.isConnected) return;
  const found = await response.json();
  const map = L.map(place, { attributionControl: false, zoomControl: false, minZoom: 5, maxZoom: 18 });
  L.control.zoom({ zoomInTitle: "Näher heran", zoomOutTitle: "Weiter weg" }).addTo(map);
  const outlines = L.featureGroup(
    found.outlines.map((outline) =>
      L.geoJSON(outline.geometry, { style: { className: "outline", weight: 1 }, interactive: false }),
    ),
  ).addTo(map);
  const points = L.markerClusterGroup({
    showCoverageOnHover: false,
    maxClusterRadius: 45,
    iconCreateFunction: (cluster) =>
      L.divIcon({
        className: "cluster",
        html: String(cluster.getChildCount()),
        iconSize: [40, 40],
      }),
  });
  for (const one of found.points) points.addLayer(point(one, place.dataset.rough));
  points.addTo(map);
  // The server knows which points are far away, most often by a wrong coordinate: they don't decide what is shown.
  const [south, west, north, east] = found.bounds || [];
  const shown = found.bounds ? L.latLngBounds([south, west], [north, east]) : outlines.getBounds();
  if (shown.isValid()) map.fitBounds(shown, { padding: [24, 24], maxZoom: 16 });
  else map.setView([51.2, 10.4], 6);
  nameThem(
    map,
    found.outlines.filter((outline) => outline.middle),
  );
  if (!place.dataset.tileUrl) return;
  const pictures = streets(place, map);
  if ("tileConsent" in place.dataset) askFirst(place, pictures);
  else pictures.show();
}

function drawAll() {
  for (const place of document.querySelectorAll("[data-markers-url]:not([data-drawn])")) draw(place);
}

document.addEventListener("htmx:afterSettle", drawAll); // live filters bring a new, empty map
drawAll();
