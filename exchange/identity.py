"""Which record a row means, and the columns that keep an entry's identity over export and import."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange import cells
from exchange.columns import ChoiceWithDefault, TableColumn, TextList
from exchange.errors import CellError
from exchange.windows import Key
from moderation.models import Moderated
from vocabulary import reserving
from vocabulary.reserving import reservations

ADDRESS, FORMER, FORMER_KENNUNGEN = "portaladresse", "fruehere_portaladressen", "fruehere_kennungen"
_SLUG = re.compile(r"[a-z0-9_-]{1,120}", re.IGNORECASE)


class ReviewStatusColumn(ChoiceWithDefault):
    """Whether the entry is public. Without the column, or with an empty cell, an entry stays as it is."""

    def parse(self, cell: str, resource: Any) -> str:
        return super().parse(cell, resource) if cell.strip() else ""

    def says_the_same(self, record: Moderated, value: str) -> bool:
        return not value or (record.pk is not None and record.review_status == value)

    def write(self, record: Moderated, value: str, resource: Any) -> None:
        record.review_status = value
        record.note_publication()

    def update_fields(self) -> list[str]:
        return ["review_status", "published_at"]


class SinceColumn(TableColumn):
    """A moment, to the microsecond; an empty cell takes nothing away."""

    def parse(self, cell: str, resource: Any) -> datetime | None:
        text = cells.one_line(cell)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CellError(_("Das ist kein Zeitpunkt. Beispiel: 2026-12-09 14:30")) from error
        return moment if moment.tzinfo else timezone.make_aware(moment)

    def says_the_same(self, record: models.Model, value: datetime | None) -> bool:
        return value is None or super().says_the_same(record, value)

    def show(self, record: models.Model, resource: Any) -> str:
        moment = self.current(record)
        return timezone.localtime(moment).isoformat() if moment else ""


class AddressColumn(TableColumn):
    """The last part of the address in the portal. A new entry gets it if it is free; an existing one keeps its own."""

    def parse(self, cell: str, resource: Any) -> str:
        text = cells.one_line(cell)
        if text and not _SLUG.fullmatch(text):
            raise CellError(_("Das ist keine Portaladresse. Beispiel: kita-regenbogen"))
        return text

    def says_the_same(self, record: models.Model, value: str) -> bool:
        return record.pk is not None or not value

    def update_fields(self) -> list[str]:
        return []


class FormerColumn(TextList):
    """Former addresses or kennungen: an import adds to them and takes none away, so that old links go on."""

    def says_the_same(self, record: models.Model, value: list[str]) -> bool:
        return set(value) <= set(self.current(record))

    def write(self, record: models.Model, value: list[str], resource: Any) -> None:
        known = self.current(record)
        new = [text for text in value if text not in known and text not in resource.taken]
        setattr(record, self.attribute, [*known, *new])


class FindsRecords:
    """Mixin of a resource: rows and records by kennung, by address, or by name and place."""

    place_columns: tuple[str, ...] = ()
    Meta: Any

    def key_of(self, row: dict[str, str]) -> Key:
        """The kennung, else the address in the portal, else name and place."""
        kennung, address, *place = (
            self._key_part(row, column) for column in ("kennung", ADDRESS, "name", *self.place_columns)
        )
        if kennung:
            return (kennung,)
        return ("", "", address) if address else ("", *place)

    @staticmethod
    def _key_part(row: dict[str, str], column: str) -> str:
        return cells.one_line(cells.plain(row.get(column) or ""))

    def records_of(self, keys: set[Key]) -> dict[Key, list[models.Model]]:
        """The records behind the keys, by key."""
        queryset = self.get_queryset()
        found: dict[Key, list[models.Model]] = {}
        for record in queryset.filter(kennung__in=[key[0] for key in keys if key[0]]):
            found[(record.kennung,)] = [record]
        addresses = {key[2] for key in keys if _is_address(key)}
        known = Q(slug__in=addresses) | Q(former_slugs__overlap=list(addresses))
        for record in queryset.filter(known) if addresses else ():
            for address in {record.slug, *record.former_slugs} & addresses:
                found[("", "", address)] = [record]
        named = {key for key in keys if not key[0] and not _is_address(key)}
        for record in queryset.filter(name__in={key[1] for key in named}) if named else ():
            found.setdefault(self.key_of_record(record, named), []).append(record)
        return found

    def key_of_record(self, record: models.Model, named: set[Key]) -> Key:
        """As `key_of` for a row with neither kennung nor address; place columns that the file does not have don't count."""
        shown = ("", record.name, *(self._place_shown(record, column) for column in self.place_columns))
        return tuple("" if all(not key[n] for key in named) else part for n, part in enumerate(shown))

    def _place_shown(self, record: models.Model, column: str) -> str:
        return next(c for c in self.get_import_fields() if c.column_name == column).show(record, self)

    # --- entries that became another one ------------------------------------------------------------------------

    def was_merged(self, row: dict[str, Any]) -> bool:
        return self.key_of(row)[0] in self._merged

    def _was_merged(self, instance: models.Model, row: dict[str, Any]) -> bool:
        """A row whose entry was merged into another is history; the other one has its own row."""
        kennung = self.key_of(row)[0]
        if instance.pk or not kennung:
            return False
        survivor = self._merged.get(kennung)
        if survivor:
            self.note(
                _("{kennung} wurde zusammengeführt mit „{name}“; die Zeile bleibt unbeachtet.").format(
                    kennung=kennung, name=survivor
                )
            )
            self.left_out += 1
        return survivor is not None

    @cached_property
    def _merged(self) -> dict[str, str]:
        """Names of the entries into which others were merged, by the kennung of those."""
        merged = self.Meta.model.objects.exclude(former_kennungen=[]).values_list("former_kennungen", "name")
        return {kennung: name for kennungen, name in merged for kennung in kennungen}

    # --- addresses of new entries -------------------------------------------------------------------------------

    def note_taken_addresses(self, rows: list[dict[str, str]]) -> None:
        """Ask once for many rows which addresses are taken; a record would ask for its own each time."""
        model = self.Meta.model
        addresses = {model(name=self._key_part(row, "name")).address_base() for row in rows}
        kennungen: set[str] = set()
        for row in rows:
            addresses |= {self._key_part(row, ADDRESS), *cells.parts(row.get(FORMER) or "")}
            kennungen |= {*cells.parts(cells.plain(row.get(FORMER_KENNUNGEN) or ""))}
        taken = reservations(model, reserving.ADDRESS).filter(value__in=addresses)
        self.taken = set(taken.values_list("value", flat=True))
        if kennungen:
            taken = reservations(model, reserving.KENNUNG).filter(value__in=kennungen)
            self.taken |= set(taken.values_list("value", flat=True))

    def take_address(self, record: models.Model) -> None:
        """The address that the file names, or that the name leads to, for a new record; else it finds one of its own."""
        wanted = record.slug or record.address_base()
        record.slug = "" if wanted in self.taken else wanted
        self.taken.add(wanted)


def _is_address(key: Key) -> bool:
    return len(key) == 3 and not key[0] and not key[1]
