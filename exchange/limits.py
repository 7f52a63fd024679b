"""What a file may cost. Everything is looked at while it is read, never after the whole of it stands in memory."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchange.errors import TableError

MEGABYTE = 1_000_000  # bytes, as file managers count them
LONGEST_CELL = 100_000  # characters; Excel allows 32,767
LONGEST_ROW = 1_000_000  # characters
MOST_COLUMNS = 1_000  # a table that people fill in has dozens
# An XLSX file is a ZIP archive and might be a bomb. Sheets are long where somebody formatted a million empty rows.
LARGEST_UNPACKED = 400 * MEGABYTE
LARGEST_PART = 60 * MEGABYTE  # of what is not a sheet
MOST_PARTS = 2_000  # files in the archive; a workbook has some ten, and one for each picture
MOST_SHEETS = 200  # the first rows of each are looked at; many may name the same part
MOST_STRINGS = 2_000_000  # texts that cells share, all kept in memory
MOST_TAGS = 300_000  # in styles and the like, of which a tree is built
MOST_CELLS = 3_000_000  # of a sheet, empty ones before the last value counted
MOST_VALUES = 3_000_000  # of a JSON file, which is read as a whole
DEEPEST = 20  # objects within objects


@dataclass(frozen=True)
class Limits:
    file: int
    rows: int


BY_COMMAND = Limits(file=60 * MEGABYTE, rows=200_000)
IN_ADMIN = Limits(file=20 * MEGABYTE, rows=10_000)  # somebody waits, and the preview shows every row


def refuse_large(size: int, limits: Limits) -> None:
    if size > limits.file:
        raise TableError(
            _("Die Datei ist zu groß: Erlaubt sind {most} MB. Bitte in mehrere Dateien teilen.").format(
                most=limits.file // MEGABYTE
            )
        )


def too_many_rows(limits: Limits) -> TableError:
    sentence = _("Die Tabelle hat mehr als {most} Zeilen. Bitte in mehrere Dateien teilen.")
    if limits == IN_ADMIN:
        sentence = _(
            "Die Tabelle hat mehr als {most} Zeilen. Bitte in mehrere Dateien teilen oder auf dem Server einlesen (import_actors, import_networks)."
        )
    return TableError(sentence.format(most=f"{limits.rows:,}".replace(",", ".")))


def too_many_columns() -> TableError:
    return TableError(
        _("Die Tabelle hat mehr als {most} Spalten. Bitte die überzähligen löschen.").format(
            most=f"{MOST_COLUMNS:,}".replace(",", ".")
        )
    )


def too_long(line: int) -> TableError:
    return TableError(
        _(
            "Ab Zeile {line} ist die Datei nicht zu lesen: Eine Zelle ist zu lang (erlaubt sind {most} Zeichen), vielleicht fehlt ein Anführungszeichen."
        ).format(line=line, most=f"{LONGEST_CELL:,}".replace(",", "."))
    )


def too_many_sheets() -> TableError:
    return TableError(
        _(
            "Die XLSX-Datei hat mehr als {most} Tabellenblätter. Bitte nur das richtige in eine neue Datei kopieren."
        ).format(most=MOST_SHEETS)
    )


def unpacks_too_large() -> TableError:
    return TableError(
        _(
            "Die XLSX-Datei ist entpackt zu groß. Bitte nur die Tabelle selbst in eine neue Datei kopieren oder als CSV speichern."
        )
    )
