"""The third-party browser files are those that scripts/fetch_vendor.py fetched, with their licences."""

import hashlib
import json
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = STATIC.parent / "templates"


def shipped() -> list[Path]:
    return [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "MANIFEST.json"]


def test_manifest_names_every_file_with_its_checksum() -> None:
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in shipped()
    }
    assert json.loads((VENDOR / "MANIFEST.json").read_text())["sha256"] == found


def test_every_package_comes_with_its_licence() -> None:
    packages = {path.name for path in VENDOR.iterdir() if path.is_dir()}
    licensed = {path.parent.name for path in VENDOR.glob("*/LICENSE") if path.stat().st_size > 200}
    assert packages == licensed


def test_no_file_names_a_source_map_or_a_foreign_address() -> None:
    own = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]
    for path in own:
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text, path
        assert re.findall(r"@import|url\([\"']?(?:https?:)?//", text) == [], path


def test_sprite_holds_every_icon_that_a_template_asks_for() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "lucide" / "sprite.svg").read_text()))
    used: set[str] = set()
    for template in TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r"{% icon \"([^\"]+)\"", template.read_text(encoding="utf-8")))
    assert len(used) > 30
    assert used - sprite == set()


def test_a_class_has_its_look_from_one_file() -> None:
    """Two files that meant different things by one name have met on a page before. Files for phones, paper and the
    like may adapt what others say."""
    homes: dict[str, set[str]] = {}
    for path in (STATIC / "css").glob("*.css"):
        for name in re.findall(
            r"^(\.[\w-]+) \{\n(?!  position: relative;\n\})", path.read_text(), re.MULTILINE
        ):
            homes.setdefault(name, set()).add(path.name)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
