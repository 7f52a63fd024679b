"""A report on paper: PDF/UA-1, set by typst (Apache-2.0) from `report.typ`. Nothing is fetched: letters lie in static/vendor, and what they
lack is looked for among those that typst brings.

About 20 ms and 100 KB for a report of six pages; the texts are bounded by the form and the tables by their chapters, so that it can
be made while somebody waits."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATE = Path(__file__).with_name("report.typ")
LETTERS = "static/vendor/atkinson-hyperlegible-next-ttf"
INSTEAD = "□"  # for a sign that no font has; PDF/UA takes no paper with holes
SURE = 0x17F  # up to here (Latin, with all that European languages need) the font has every letter
MOST_SIGNS = 4_000  # that are remembered: more than a German city ever writes
PROBE = b'#set text(font: ("Atkinson Hyperlegible Next", "Libertinus Serif"), lang: "de")\n#set document(title: "x")\n#sys.inputs.sign'


def as_pdf(content: Mapping[str, Any], moment: datetime) -> bytes:
    """`content` as `insight.reports.composing.compose` gives it, `moment`: when it was made. The same two give the same bytes."""
    shown = _drawable(_for_paper(content))
    return _set(TEMPLATE.read_bytes(), {"report": json.dumps(shown)}, moment)


def _for_paper(content: Mapping[str, Any]) -> dict[str, Any]:
    subtitle = f"{content['scope']} · {content['period']}"
    return {
        **content,
        "subtitle": subtitle,
        "site": settings.SITE_URL,
        "notices": [*notices_of(content), *content["notices"]],
        "method_title": _("Datenstand und Methode"),
        "page": _("Seite"),
        "of": _("von"),
    }


def notices_of(content: Mapping[str, Any]) -> list[str]:
    """What stands below the title of a later edition."""
    if content["edition"] == 1:
        return []
    said = _("%(edition)s. Ausgabe. Geändert wurde: %(note)s")
    return [said % {"edition": content["edition"], "note": content["change_note"] or "–"}]


def _set(source: bytes, inputs: dict[str, str], moment: datetime) -> bytes:
    from typst import Compiler

    compiler = Compiler(
        input=source, root=TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(moment.timestamp()))
    if not isinstance(made, bytes):  # one file, as a PDF always is
        raise TypeError(made)
    return made


@cache
def _fonts() -> Fonts:
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=[str(settings.BASE_DIR / LETTERS)])


# --- signs that no font has ------------------------------------------------------------------------------------------


def _drawable(value: Any) -> Any:
    """The same with only such text as can be set: others stop the whole paper."""
    if isinstance(value, str):
        return "".join(map(_shown, unicodedata.normalize("NFC", value)))
    if isinstance(value, Mapping):
        return {key: _drawable(one) for key, one in value.items()}
    return [_drawable(one) for one in value] if isinstance(value, (list, tuple)) else value


def _shown(sign: str) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn", "Mn", "Me"}:
        return ""  # says nothing by itself
    return sign if ord(sign) <= SURE or _has(sign) else INSTEAD


@lru_cache(MOST_SIGNS)
def _has(sign: str) -> bool:
    """Whether a font has it, as typst itself says: a paper with nothing but this sign."""
    from typst import TypstError

    try:
        _set(PROBE, {"sign": sign}, datetime.fromtimestamp(0).astimezone())
    except TypstError:
        return False
    return True
