"""Fetch the third-party browser files into static/vendor/ and write their checksums to its MANIFEST.json.

Needs npm on the PATH. Run it again after raising a version below:  .venv/bin/python scripts/fetch_vendor.py"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from xml.etree import ElementTree

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
FONT = "atkinson-hyperlegible-next-{}-wght-normal.woff2"

# package@version -> (folder in static/vendor, {file in the package: our name})
PACKAGES: dict[str, tuple[str, dict[str, str]]] = {
    "bootstrap@5.3.8": (
        "bootstrap",
        {"dist/css/bootstrap.min.css": "bootstrap.min.css", "LICENSE": "LICENSE"},
    ),
    "htmx.org@2.0.10": ("htmx", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    "leaflet@1.9.4": (
        "leaflet",
        {"dist/leaflet.js": "leaflet.js", "dist/leaflet.css": "leaflet.css", "LICENSE": "LICENSE"}
        | {f"dist/images/{name}": f"images/{name}" for name in ("layers.png", "layers-2x.png")}
        | {
            f"dist/images/marker-{name}": f"images/marker-{name}"
            for name in ("icon.png", "icon-2x.png", "shadow.png")
        },
    ),
    "leaflet.markercluster@1.5.3": (
        "leaflet-markercluster",
        {
            "dist/leaflet.markercluster.js": "leaflet.markercluster.js",
            "dist/MarkerCluster.css": "MarkerCluster.css",
            "MIT-LICENCE.txt": "LICENSE",
        },
    ),
    "@fontsource-variable/atkinson-hyperlegible-next@5.3.0": (
        "atkinson-hyperlegible-next",
        {f"files/{FONT.format(part)}": FONT.format(part) for part in ("latin", "latin-ext")}
        | {"LICENSE": "LICENSE"},
    ),
    # The same letters as whole files: what sets paper (typst) reads no woff2.
    "@expo-google-fonts/atkinson-hyperlegible-next@0.4.1": (
        "atkinson-hyperlegible-next-ttf",
        {
            f"{weight}/AtkinsonHyperlegibleNext_{weight}.ttf": f"AtkinsonHyperlegibleNext_{weight}.ttf"
            for weight in ("400Regular", "700Bold")
        }
        | {"LICENSE_FONT": "LICENSE"},
    ),
}

LUCIDE = "lucide-static@1.62.0"
ICONS = """
    accessibility arrow-left arrow-right badge-check bell book-open bookmark building-2 calendar-days calendar-plus
    chart-column check chevron-down chevron-left chevron-right circle-alert circle-check circle-dashed circle-help
    clock columns-2 copy-check download external-link file-text flag globe graduation-cap grid-3x3 hand-helping
    heart-handshake history house info keyboard landmark lightbulb list lock log-in log-out mail map map-pin menu
    merge message-circle monitor moon network pencil phone plus printer repeat rss scale school search send settings
    share-2 sliders-horizontal sun sun-moon target trash-2 triangle-alert user user-plus users x zoom-in zoom-out
""".split()
SYMBOL = (
    '<symbol id="{id}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


def fetch(package: str, into: Path) -> Path:
    """Unpack an npm package below `into`; returns its folder."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=into, check=True, capture_output=True, text=True
    )
    with tarfile.open(into / packed.stdout.split()[-1]) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def take(source: Path, target: Path) -> None:
    """Copy a file; source map comments go, because the maps they name are not shipped."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".css", ".js"}:
        text = source.read_text(encoding="utf-8")
        text = re.sub(r"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)", "", text)
        target.write_text(text.rstrip() + "\n", encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def write_sprite(package: Path, target: Path) -> None:
    symbols = []
    for name in ICONS:
        icon = ElementTree.parse(package / "icons" / f"{name}.svg").getroot()
        shapes = (
            re.sub(r' xmlns(:\w+)?="[^"]*"', "", ElementTree.tostring(shape, encoding="unicode"))
            for shape in icon
        )
        body = "".join(shape.replace("ns0:", "").strip() for shape in shapes)
        symbols.append(SYMBOL.format(id=name, body=body))
    target.parent.mkdir(parents=True, exist_ok=True)
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    target.write_text(sprite, encoding="utf-8")


def checksums() -> dict[str, str]:
    """sha256 of every vendored file, by its path below static/vendor."""
    files = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path.name != "MANIFEST.json")
    return {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, (folder, files) in PACKAGES.items():
        with tempfile.TemporaryDirectory() as scratch:
            unpacked = fetch(package, Path(scratch))
            for source, name in files.items():
                take(unpacked / source, VENDOR / folder / name)
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = fetch(LUCIDE, Path(scratch))
        write_sprite(unpacked, VENDOR / "lucide" / "sprite.svg")
        take(unpacked / "LICENSE", VENDOR / "lucide" / "LICENSE")
    manifest = {"packages": [*PACKAGES, LUCIDE], "sha256": checksums()}
    (VENDOR / "MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
