"""A foreign table in our columns, told by a TOML file: which header means what, constants, translations, rows to skip.

[columns]                                   # ours = theirs; with braces several of theirs are put together
kennung = "KITA-{id}"
strasse = "{address.street} {address.number}"

[constants]
ort = "Flensburg"

[defaults]                                  # where the cell is empty
traeger = "unbekannt"

[extract.anschrift]                         # parts of one of their columns, by a regular expression
column = "address"
pattern = '^(?P<strasse>.*), (?P<plz>\\d{5}) (?P<ort>.*)$'

[values.art]                                # their word = ours (each item of a list); "*" = any other word
"Stadtteilschulen" = "Weiterführende Schule"

[patterns.art]                              # the first regular expression found in their word decides
"gymnasi" = "Weiterführende Schule"

[[when]]                                    # a column of theirs decides about one of ours; the first rule counts
column = "Gymnasium"
matches = "^1$"
set = { art = "Weiterführende Schule" }

[skip]                                      # rows whose (their) column matches are left out and counted
name = "^Dummy-Einrichtung"

[rows]
repeated = "first"                          # of rows with the same kennung only the first counts
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from exchange.cells import SEPARATOR, one_line, parts
from exchange.errors import TableError
from exchange.tables import SourceTable
from exchange.words import nearest

SECTIONS = ("columns", "constants", "defaults", "extract", "values", "patterns", "when", "skip", "rows")
_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass
class Mapping:
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    extract: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    patterns: dict[str, dict[str, str]] = field(default_factory=dict)
    when: list[dict[str, Any]] = field(default_factory=list)
    skip: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, ours: list[str]) -> Mapping:
        """`ours`: the columns that may be filled. Raises TableError with a German sentence for a wrong file."""
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise TableError(
                _("Die Zuordnung {path} lässt sich nicht öffnen ({reason}).").format(
                    path=path, reason=error.strerror
                )
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise TableError(
                _("Die Zuordnung {path} ist kein gültiges TOML: {reason}").format(path=path, reason=error)
            ) from error
        _refuse_unknown(content, SECTIONS, _("Abschnitt"))
        _refuse_misshapen(content)
        mapping = cls(**content)
        mapping.check(ours)
        return mapping

    def check(self, ours: list[str]) -> None:
        targets = [*self.columns, *self.constants, *self.defaults, *self.values, *self.patterns]
        targets += [target for rule in self.when for target in rule.get("set", {})]
        _refuse_unknown(targets, ours, _("Spalte"))
        expressions = [*self.skip.values(), *(p for table in self.patterns.values() for p in table)]
        expressions += [rule.get("pattern", "") for rule in self.extract.values()]
        expressions += [rule.get("matches", "") for rule in self.when]
        for expression in expressions:
            _compiled(expression)
        for rule in self.extract.values():
            _refuse_unknown(_compiled(rule["pattern"]).groupindex, ours, _("Spalte"))

    @property
    def foreign(self) -> set[str]:
        """Their columns that the mapping speaks of."""
        named = {name for text in self.columns.values() for name in (_PLACE.findall(text) or [text])}
        named |= {rule["column"] for rule in (*self.extract.values(), *self.when)}
        return named | set(self.skip)

    @property
    def headers(self) -> list[str]:
        """Our columns that the mapping fills."""
        filled = [*self.columns, *self.constants, *self.defaults]
        filled += [name for rule in self.extract.values() for name in _compiled(rule["pattern"]).groupindex]
        filled += [target for rule in self.when for target in rule["set"]]
        return list(dict.fromkeys(filled))

    def reason_to_skip(self, theirs: dict[str, str]) -> str:
        """The rule by which a row is left out, or nothing."""
        for name, expression in self.skip.items():
            if _compiled(expression).search(one_line(theirs.get(name, ""))):
                return f"{name}: {expression}"
        return ""

    def apply(self, theirs: dict[str, str]) -> dict[str, str]:
        """One row in our columns."""
        row = dict(self.constants)
        row |= {ours: _filled(text, theirs) for ours, text in self.columns.items()}
        for rule in self.extract.values():
            if match := _compiled(rule["pattern"]).search(theirs.get(rule["column"], "")):
                row |= {name: part or "" for name, part in match.groupdict().items()}
        for ours, value in self._decided(theirs).items():
            row[ours] = value
        for ours in self.values.keys() | self.patterns.keys():
            row[ours] = self._translated(ours, row.get(ours, ""))
        for ours, value in self.defaults.items():
            row[ours] = row.get(ours, "").strip() or value
        return row

    def _decided(self, theirs: dict[str, str]) -> dict[str, str]:
        decided: dict[str, str] = {}
        for rule in self.when:
            if _compiled(rule["matches"]).search(one_line(theirs.get(rule["column"], ""))):
                decided = {**rule["set"], **decided}
        return decided

    def _translated(self, ours: str, cell: str) -> str:
        exact, patterns = self.values.get(ours, {}), self.patterns.get(ours, {})
        items = [_translate(item, exact, patterns) for item in parts(cell)]
        return SEPARATOR.join(dict.fromkeys(item for item in items if item))


def _translate(item: str, exact: dict[str, str], patterns: dict[str, str]) -> str:
    if item in exact:
        return exact[item]
    for expression, value in patterns.items():
        if _compiled(expression).search(item):
            return value
    return exact.get("*", item)


def _filled(text: str, theirs: dict[str, str]) -> str:
    """One of their cells, or several put into a text; without any content there is no text either."""
    names = _PLACE.findall(text)
    if not names:
        return theirs.get(text, "")
    if not any(theirs.get(name, "").strip() for name in names):
        return ""
    return one_line(_PLACE.sub(lambda match: theirs.get(match[1], ""), text))


def _refuse_misshapen(content: dict[str, Any]) -> None:
    """Say what a section must look like before anything relies on it."""
    for section in ("columns", "constants", "defaults", "skip", "rows"):
        if not _is_texts(content.get(section, {})):
            raise TableError(
                _('In der Zuordnung muss jede Zeile von [{section}] die Form name = "Text" haben.').format(
                    section=section
                )
            )
    for section in ("values", "patterns"):
        tables = content.get(section, {})
        if not isinstance(tables, dict) or not all(_is_texts(table) for table in tables.values()):
            raise TableError(
                _('In der Zuordnung braucht [{section}.spalte] Zeilen der Form "Wort" = "Wort".').format(
                    section=section
                )
            )
    rules = content.get("extract", {})
    if not isinstance(rules, dict) or not all(
        _is_texts(r) and r.keys() == {"column", "pattern"} for r in rules.values()
    ):
        raise TableError(_("In der Zuordnung braucht jedes [extract.name] genau column und pattern."))
    rules = content.get("when", [])
    if not isinstance(rules, list) or not all(_is_rule(rule) for rule in rules):
        raise TableError(
            _('In der Zuordnung braucht jedes [[when]] genau column, matches und set = { spalte = "Wort" }.')
        )
    if content.get("rows", {}).keys() - {"repeated"} or content.get("rows", {}).get(
        "repeated", "error"
    ) not in {"error", "first"}:
        raise TableError(_('In der Zuordnung kennt [rows] nur repeated = "error" oder "first".'))


def _is_texts(table: object) -> bool:
    return isinstance(table, dict) and all(isinstance(value, str) for value in table.values())


def _is_rule(rule: object) -> bool:
    if not isinstance(rule, dict) or rule.keys() != {"column", "matches", "set"}:
        return False
    return _is_texts(rule["set"]) and isinstance(rule["column"], str) and isinstance(rule["matches"], str)


_cache: dict[str, re.Pattern[str]] = {}


def _compiled(expression: str) -> re.Pattern[str]:
    if expression not in _cache:
        try:
            _cache[expression] = re.compile(expression, re.IGNORECASE)
        except re.error as error:
            raise TableError(
                _("In der Zuordnung ist „{text}“ kein gültiger Ausdruck ({reason}).").format(
                    text=expression, reason=error
                )
            ) from error
    return _cache[expression]


def _refuse_unknown(names: Any, known: Any, what: str) -> None:
    for name in names:
        if name not in known:
            raise TableError(
                _("Die Zuordnung nennt {what} „{name}“; das gibt es nicht. {nearest}").format(
                    what=what, name=name, nearest=nearest(name, known)
                )
            )


class MappedTable:
    """What a resource iterates over: rows in our columns, then the line number and what is wrong with the row's shape.

    `skipped` counts the rows that the mapping leaves out, by rule."""

    def __init__(
        self, table: SourceTable, mapping: Mapping | None, ours: list[str], extra: tuple[str, str]
    ) -> None:
        self.table, self.mapping = table, mapping
        if mapping is None:
            self._own = {header: _own_spelling(header, ours) for header in table.headers if header}
            self.headers = [*self._own.values(), *extra]
        else:
            _refuse_missing(mapping.foreign, table.headers)
            self.headers = [*mapping.headers, *extra]
        self.skipped: Counter[str] = Counter()
        self._length = self._count()

    def remarks(self) -> list[str]:
        return self.table.remarks()

    def _count(self) -> int:
        if self.mapping is None:
            return sum(1 for _row in self.table.rows())
        reasons = Counter(
            self.mapping.reason_to_skip(cells) for _line, cells, _problem in self.table.records()
        )
        length = reasons.pop("", 0)
        self.skipped = reasons
        return length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[list[Any]]:
        for line, cells, problem in self.table.records():
            if self.mapping is None:
                row = {own: cells.get(header, "") for header, own in self._own.items()}
            elif self.mapping.reason_to_skip(cells):
                continue
            else:
                row = self.mapping.apply(cells)
            yield [*(row.get(header, "") for header in self.headers[:-2]), line, problem]


def _own_spelling(header: str, ours: list[str]) -> str:
    """Our header however it is capitalised."""
    return header.casefold() if header.casefold() in ours else header


def _refuse_missing(wanted: set[str], found: list[str]) -> None:
    for name in sorted(wanted - set(found)):
        raise TableError(
            _("Die Zuordnung nennt die Spalte „{name}“; die Datei hat sie nicht. {nearest}").format(
                name=name, nearest=nearest(name, found)
            )
        )
