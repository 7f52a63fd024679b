"""„1 Einträge“ and „in 2 Netzwerke“ are wrong: a noun stands behind a count only where one and many are told apart."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = sorted(
    path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "measuring"}
)
NGETTEXT = {"ngettext": 0, "ngettext_lazy": 0, "npgettext": 1, "npgettext_lazy": 1}  # place of the singular
ANY, ONE, MANY = "any", "one", "many"  # how many the text speaks of

PLURALS = (
    "Adressen Akteure Akteuren Angebote Angeboten Änderungen Anfragen Arten Aufgaben Beobachtungen Dateien Dinge Dingen "
    "Einladungen Einrichtungen Einträge Einträgen Einwilligungen Einwohner Einwohnerinnen Entwürfe Entwürfen Erinnerungen "
    "Felder Feldern Filtern Formate Formaten Fragen Gebiete Gebieten Gesuche Gesuchen Gruppen Hinweise Hinweisen Jahre "
    "Jahren Konten Links Mails Meldungen Menschen Minuten Mitglieder Mitgliedern Mitgliedschaften Monate Monaten Netzwerke "
    "Netzwerken Orte Orten Paare Paaren Personen Sekunden Spalten Stadtteile Stadtteilen Stellen Störungen Stunden Suchen "
    "Tabellenblätter Tage Tagen Termine Terminen Themen Treffern Vorgänge Vorgängen Vorschläge Vorschlägen Warnungen Wochen "
    "Wörter Wörtern Zeilen Zellen Zielgruppen Zwischenstände"
).split()
SAME = {"Treffer", "Treffen", "Zeichen", "MB", "Uhr"}  # written alike for one and for many
COUNTS = {"count", "days", "found", "lines", "more", "n", "number", "rows", "total"}  # names of numbers

NEVER_ONE = {
    "№ Jahren": "from two years on",
    "№ Monaten": "from two months on",
    "№ Wochen": "from two weeks on",
    "№ von № Mitgliedern hat": "one of several; a single one has a sentence of its own",
    "Die Datei enthält mehr als № Termine.": "a bound of thousands",
    "Ein Feld gilt als Lücke, wenn mindestens № Akteure": "a bound of two",
    "Hier stehen die ersten № von № Terminen.": "more than the hundreds that fit on paper",
    "Im Bild stehen № von № Akteuren": "said of more than the picture holds",
    "Alle № Akteursarten zeigen": "a list folds only when it is long",
    "Alle № Formate zeigen": "a list folds only when it is long",
    "Alle № Stadtteile zeigen": "a list folds only when it is long",
    "Alle № Themen zeigen": "a list folds only when it is long",
    "Alle № Zielgruppen zeigen": "a list folds only when it is long",
    "Das sind № Mitglieder.": "said of more than 60",
    "Die Tabelle hat mehr als № Spalten.": "a bound of thousands",
    "Die Tabelle hat mehr als № Zeilen.": "a bound of thousands",
    "Die XLSX-Datei hat mehr als № Tabellenblätter.": "a bound of hundreds",
    "Seit mehr als № Tagen hat niemand gesagt": "a setting of at least 30",
    "Sie beobachten schon № Dinge.": "a bound of hundreds",
    "Sie haben schon № Suchen gemerkt.": "a bound of hundreds",
    "Sie können höchstens № E-Mail-Adressen": "a setting of ours: two",
    "Über gemeinsame Mitglieder hängt nicht alles zusammen: Es sind № Teile,": "said of several only",
    "So heißen hier № Einträge:": "said of several only",
    "Zu prüfen ist ein Paar, wenn mindestens № Akteure": "a bound of three",
}

HOLE = re.compile(
    r"%\(\w+\)d|%d|%\((?P<percent>\w+)\)s|%s|\$\{(?P<script>[^{}]*)\}|\{\{(?P<double>[^{}]*)\}\}|\{(?P<single>[^{}]*)\}"
)
ADJECTIVES = r"(?:(?!ohne )[a-zäöüß]+(?:e|en|er|es) ){0,2}"
NOUN = re.compile(rf"(?P<hole>[№¤]) {ADJECTIVES}(?P<noun>[A-ZÄÖÜ][\w-]+|(?<=№ )weiteren?\b)")
DATIVE = re.compile(
    rf"\b(?:aus|bei|in|mit|nach|seit|von|vor|zu) (?P<hole>[№¤]) {ADJECTIVES}(?P<noun>[A-ZÄÖÜ][\w-]+)"
)

BLOCK = re.compile(r"{%-?\s*blocktrans(?:late)?\b(.*?)%}(.*?){%-?\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
SPOKEN = re.compile(r'{%-?\s*translate\s+"([^"]*)"\s*%}')
SILENT = re.compile(r"{#.*?#}|{%.*?%}", re.DOTALL)
INLINE = re.compile(r"</?(?:a|b|em|i|small|span|strong)\b[^<>]*>")
ELEMENT = re.compile(r"</?\w[^<>]*>")


def marked(text: str) -> str:
    """The text in one line with № for what is a number, ¤ for what may be one."""

    def mark(hole: re.Match[str]) -> str:
        name = next((name for name in hole.groupdict().values() if name is not None), None)
        if name is None:
            return "¤" if hole[0] == "%s" else "№"
        name = name.strip()
        last = re.split(r"[._]", name)[-1]
        return "№" if last in COUNTS or "len(" in name or name.endswith("|length") else "¤"

    return " ".join(HOLE.sub(mark, text).replace("\N{NO-BREAK SPACE}", " ").split())


def faults(text: str, speaks_of: str = ANY) -> list[str]:
    """What is wrong with a text."""
    if not HOLE.search(text):
        return []
    text = marked(text)
    found = []
    if speaks_of != MANY:
        for match in NOUN.finditer(text):
            is_plural = match["noun"].rpartition("-")[2] in PLURALS
            is_any = speaks_of == ANY and match["hole"] == "№" and match["noun"] not in SAME
            if is_plural or is_any:
                found.append(f"{match[0]!r} for one in {text!r}")
    if speaks_of != ONE:
        found += [
            f"{match[0]!r} is no dative in {text!r}"
            for match in DATIVE.finditer(text)
            if not match["noun"].endswith(("n", "s"))
            and match["noun"] != "Uhr"
            and (match["hole"] == "№" or match["noun"] in PLURALS)
        ]
    return found


def of_python(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, text and how many it speaks of: every string, with its holes."""
    told = {}
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and (place := NGETTEXT.get(ast.unparse(node.func).rpartition(".")[2])) is not None
        ):
            told |= {id(arg): number for arg, number in zip(node.args[place:], (ONE, MANY), strict=False)}
        if isinstance(node, ast.JoinedStr):
            told |= {
                id(part): "" for part in ast.walk(node) if part is not node and isinstance(part, ast.Constant)
            }
    for node in ast.walk(tree):
        number = told.get(id(node), ANY)
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(_part(part) for part in node.values), number
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and number:
            yield node.lineno, node.value, number


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return (
        "{" + re.sub(r"[{}]", "", ast.unparse(part.value)) + "}"
        if isinstance(part, ast.FormattedValue)
        else ""
    )


def of_template(source: str) -> Iterator[tuple[int, str, str]]:
    for match in BLOCK.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        one, plural, many = match[2].partition("{% plural %}")
        yield line, _words(one), ONE if plural else ANY
        yield line, _words(many), MANY
    rest = SPOKEN.sub(r"\1", BLOCK.sub("", source))
    yield 1, _words(SILENT.sub("|", rest)), ANY


def _words(part: str) -> str:
    return ELEMENT.sub("|", INLINE.sub("", part))


def of_script(source: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        yield number, line, ANY


def sources() -> Iterator[tuple[Path, Iterable[tuple[int, str, str]]]]:
    for room in ROOMS:
        for path in sorted(room.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, of_python(path.read_text())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield path, of_template(path.read_text())
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        yield path, of_script(path.read_text())


@cache
def everywhere() -> list[tuple[str, str, str]]:
    """Place, text with its marks, what is wrong with it."""
    return [
        (f"{path.relative_to(ROOT)}:{line}", marked(text).replace("¤", "№"), fault)
        for path, texts in sources()
        for line, text, speaks_of in texts
        for fault in faults(text, speaks_of)
    ]


def test_a_count_and_its_noun_agree_everywhere():
    assert [
        (place, fault) for place, text, fault in everywhere() if not text.startswith(tuple(NEVER_ONE))
    ] == []


def test_every_exception_is_still_needed():
    texts = [text for _place, text, _fault in everywhere()]
    assert [known for known in NEVER_ONE if not any(text.startswith(known) for text in texts)] == []


@pytest.mark.parametrize(
    "source",
    [
        '_("%d Einträge geändert.") % n',
        '_("%(n)d neue Dings")',
        '_("%s Akteuren")',
        '_("und %d weitere") % more',
        'f"{count} gelöschte Suchen entfernt"',
        'f"{len(rows)} Zeilen"',
        '_("{rows} Zeilen: {created} neu")',
        'ngettext("%d Einträge", "%d Einträge", n)',
        'ngettext("in %d Netzwerk", "in %d Netzwerke", n)',
        'npgettext("Liste", "seit %d Tage", "seit %d Tagen", n)',
    ],
)
def test_wrong_numbers_in_code_are_found(source):
    assert [fault for _line, text, number in of_python(source) for fault in faults(text, number)]


@pytest.mark.parametrize(
    "source",
    [
        'ngettext("%d Eintrag", "%d Einträge", n)',
        'ngettext("in %(n)d Netzwerk", "in %(n)d Netzwerken", n)',
        'ngettext("in %d Mail", "in %d Mails", n)',
        'ngettext("und %d weiterer", "und %d weitere", n)',
        '_("%(n)d Treffer")',
        'f"{count} neu, {changed} geändert"',
        '_("%s Uhr")',
        '_("Zeile {line}, Spalte {column}")',
        '_("„%s“ steht nicht im Verzeichnis.")',
    ],
)
def test_right_numbers_in_code_pass(source):
    assert not [fault for _line, text, number in of_python(source) for fault in faults(text, number)]


@pytest.mark.parametrize(
    "source",
    [
        "{% blocktranslate %}{{ n }} Akteure{% endblocktranslate %}",
        "{% blocktranslate with n=all|length %}Alle {{ n }} Wünsche{% endblocktranslate %}",
        "<b>{{ actor_total }}</b> Akteure",
        '{{ entries|length }} {% translate "Einträge" %}',
        "{% blocktranslate count n=n %}{{ n }} Tage{% plural %}{{ n }} Tage{% endblocktranslate %}",
        "{% blocktranslate count n=n %}zu {{ n }} Ort{% plural %}zu {{ n }} Orte{% endblocktranslate %}",
    ],
)
def test_wrong_numbers_in_templates_are_found(source):
    assert [fault for _line, text, number in of_template(source) for fault in faults(text, number)]


@pytest.mark.parametrize(
    "source",
    [
        "{% blocktranslate count n=n %}ein Ort{% plural %}{{ n }} Orte{% endblocktranslate %}",
        "{% blocktranslate with n=total %}{{ n }} Treffer{% endblocktranslate %}",
        "{% blocktranslate %}Seite {{ number }} von {{ count }}{% endblocktranslate %}",
        "<h2>{{ label }}</h2>{% if list %}<p>Netzwerke</p>{% endif %}",
    ],
)
def test_right_numbers_in_templates_pass(source):
    assert not [fault for _line, text, number in of_template(source) for fault in faults(text, number)]
