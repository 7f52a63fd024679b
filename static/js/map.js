// The map of the hits: district outlines from the database, markers in clusters, no tiles of others.
// The list below shows the same hits, so nothing is only on the map.
async function draw(place) {
  const response = await fetch(place.dataset.markersUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
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
  for (const [latitude, longitude, kind, name, url] of found.points) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = name;
    const icon = L.divIcon({ className: `point point-${kind}`, iconSize: [22, 22] });
    points.addLayer(L.marker([latitude, longitude], { icon, title: name, alt: name }).bindPopup(link));
  }
  points.addTo(map);
  const shown = found.points.length ? points.getBounds() : outlines.getBounds();
  if (shown.isValid()) map.fitBounds(shown, { padding: [24, 24], maxZoom: 16 });
  else map.setView([51.2, 10.4], 6);
}

for (const place of document.querySelectorAll("[data-markers-url]")) draw(place);
