"""Columns of the table of networks that say who does what: coordination, tasks and resources."""

from __future__ import annotations

import re
from copy import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from exchange import cells
from exchange.errors import CellError
from exchange.references import EntryReference
from networks.columns_members import COLON, UNTIL, ByActor, not_seated, read_day, seats_of
from networks.coordination import beside, seat_coordinators
from networks.models import Commitment, Membership, Network

if TYPE_CHECKING:
    from networks.resources import NetworkResource

AMOUNT = re.compile(r"(\d{1,9}(?:,\d{1,2})?)(?: (.+))?")
INSIDE = "nur für Mitglieder"
THEME = "Thema: "


class CoordinatorColumn(EntryReference):
    """Who coordinates, the one that is named first in front; a seat in the network comes with it.

    A single name is the one that is named first, and says nothing about others: tables from before there were several
    send nobody away."""

    def parse(self, cell: str, resource: NetworkResource) -> tuple[int, ...]:
        """A cell that names nobody else is one name, also with a bar in it."""
        actors, words = resource.actors, cells.parts(cell)
        whole = cells.one_line(cell)
        if len(words) > 1 and not all(map(actors.find, words)) and actors.find(whole):
            words = [whole]
        return tuple(dict.fromkeys(actors.the_one(word) for word in words))

    def current(self, record: Network) -> tuple[int, ...]:
        first = [record.coordinator_id] if record.coordinator_id else []
        others = [seat.actor_id for seat in seats_of(record) if seat.is_coordinating]
        return tuple(dict.fromkeys([*first, *others]))

    def says_the_same(self, record: Network, value: tuple[int, ...]) -> bool:
        current = self.current(record)
        if len(value) == 1:
            return current[:1] == value
        return (current[:1], set(current)) == (value[:1], set(value))

    def write(self, record: Network, value: tuple[int, ...], resource: NetworkResource) -> None:
        record.coordinated_before = record.coordinator_id
        record.coordinator_id = value[0] if value else None

    def write_links(self, record: Network, value: tuple[int, ...], resource: NetworkResource) -> None:
        others = beside(record, *value, record.coordinated_before) if len(value) == 1 else []
        seat_coordinators(record, [*value, *others])

    def show(self, record: Network, resource: NetworkResource) -> str:
        return cells.joined(resource.actors.reference(pk) for pk in self.current(record))


LONGEST_TEXT = Commitment._meta.get_field("text").max_length or 0


class Said(NamedTuple):
    """A commitment as a cell says it. `theme`: None where nothing is said of it, 0 for none."""

    actor: int
    resource: int | None
    text: str
    amount: Decimal | None
    unit: str
    until: date | None
    is_public: bool
    theme: int | None

    @property
    def key(self) -> tuple[int, int | None, str]:
        return self.actor, self.resource, self.text


class CommitmentsColumn(ByActor):
    """Tasks as „Akteur: Text“, resources as „Akteur: Raum: Text; 20 Stunden im Monat“; both may end with „; Thema: Wege“,
    „; bis 2027-12-31“ and „; nur für Mitglieder“, in this order. A theme of which the cell says nothing stays; a dash takes it
    away."""

    def __init__(self, column_name: str, *, of_resources: bool) -> None:
        super().__init__("commitments", column_name)
        self.of_resources = of_resources

    @property
    def example(self) -> str:
        return "Raum: Saal; 20 Stunden im Monat" if self.of_resources else "Fahrdienst"

    def parse(self, cell: str, resource: NetworkResource) -> frozenset[Said]:
        return frozenset(self._said(item, resource) for item in cells.parts(cell))

    def _said(self, item: str, resource: NetworkResource) -> Said:
        actor, rest = self.named(item, resource)
        kind = None
        if self.of_resources:
            word, colon, rest = rest.partition(COLON)
            if not colon:
                raise CellError(
                    _("„{item}“: Welche Art von Ressource? Zum Beispiel „{example}“.").format(
                        item=item, example=self.example
                    )
                )
            kind = resource.resource_kinds.find(word)
        pieces = rest.split("; ")
        is_public = not (len(pieces) > 1 and pieces[-1] == INSIDE and pieces.pop())
        until = read_day(pieces.pop().removeprefix(UNTIL)) if _is_day(pieces) else None
        theme = _theme(pieces, resource)
        amount, unit = _amount(pieces) if self.of_resources else (None, "")
        text = "; ".join(pieces)
        if not text or len(text) > LONGEST_TEXT:
            raise CellError(
                _("„{item}“ sagt nicht in 1 bis {most} Zeichen, worum es geht.").format(
                    item=item[:60], most=LONGEST_TEXT
                )
            )
        return Said(actor, kind, text, amount, unit, until, is_public, theme)

    def current(self, record: Network) -> frozenset[Said]:
        return frozenset(map(_as_said, self._stored(record)))

    def says_the_same(self, record: Network, value: frozenset[Said]) -> bool:
        current = self.current(record)
        themes = {said.key: said.theme for said in current}
        return current == {_filled(said, themes.get(said.key)) for said in value}

    def _stored(self, record: Network) -> list[Commitment]:
        if record.pk is None:
            return []
        return [one for one in record.commitments.all() if one.is_task != self.of_resources]

    def write_links(self, record: Network, value: frozenset[Said], resource: NetworkResource) -> None:
        stored = Commitment.objects.filter(network=record, resource__isnull=not self.of_resources)
        wanted = {said.key: said for said in value}
        for one in stored.order_by("pk"):
            present = _as_said(one)
            if present.key not in wanted:
                one.delete()
                continue
            said = _filled(wanted.pop(present.key), present.theme)
            if present != said:
                one.amount, one.unit, one.until, one.is_public = said[3:-1]
                one.theme_id = said.theme or None
                one.save(update_fields=["amount", "unit", "until", "is_public", "theme", "changed_at"])
        for said in sorted(wanted.values(), key=str):
            Commitment.objects.create(
                network=record, actor_id=said.actor, resource_id=said.resource, text=said.text, amount=said.amount,
                unit=said.unit, until=said.until, is_public=said.is_public, theme_id=said.theme or None,
            )  # fmt: skip
        seated = {seat.actor_id for seat in Membership.objects.filter(network=record).current()}
        for pk in sorted({said.actor for said in value} - seated):
            resource.note(not_seated(resource.actors.names[pk], record))

    def show(self, record: Network, resource: NetworkResource) -> str:
        return cells.joined(self._shown(_as_said(one), resource) for one in self._stored(record))

    def _shown(self, said: Said, resource: NetworkResource) -> str:
        kind = f"{resource.resource_kinds.reference(said.resource)}{COLON}" if said.resource else ""
        amount = f"{said.amount:f}".replace(".", ",") if said.amount is not None else ""
        ends = [
            f"{amount} {said.unit}".strip(),
            f"{THEME}{resource.theme_words.reference(said.theme)}" if said.theme else "",
            f"{UNTIL}{said.until:%Y-%m-%d}" if said.until else "",
            "" if said.is_public else INSIDE,
        ]
        return (
            f"{self.called(said.actor, resource)}{COLON}{kind}{'; '.join(filter(None, [said.text, *ends]))}"
        )


def _as_said(one: Commitment) -> Said:
    amount = None if one.amount is None else _short(one.amount)
    return Said(
        one.actor_id,
        one.resource_id,
        cells.one_line(one.text),
        amount,
        cells.one_line(one.unit),
        one.until,
        one.is_public,
        one.theme_id or 0,
    )


def _filled(said: Said, theme: int | None) -> Said:
    """With the theme that is there already where the cell says nothing of it."""
    return said if said.theme is not None else replace(said, theme=theme or 0)


def _theme(pieces: list[str], resource: NetworkResource) -> int | None:
    if len(pieces) < 2 or not pieces[-1].startswith(THEME):
        return None
    word = pieces.pop().removeprefix(THEME)
    return 0 if cells.is_placeholder(word) else resource.theme_words.find(word)


def _short(amount: Decimal) -> Decimal:
    """Without noughts behind: 20, not 20.00."""
    return amount.to_integral_value() if amount == amount.to_integral_value() else amount


def _is_day(pieces: list[str]) -> bool:
    if len(pieces) < 2 or not pieces[-1].startswith(UNTIL):
        return False
    try:
        return cells.read_date(pieces[-1].removeprefix(UNTIL)) is not None
    except CellError:
        return False


def _amount(pieces: list[str]) -> tuple[Decimal | None, str]:
    match = AMOUNT.fullmatch(pieces[-1]) if len(pieces) > 1 else None
    if match is None:
        return None, ""
    try:
        amount = _short(Decimal(match[1].replace(",", ".")))
    except InvalidOperation:
        return None, ""
    pieces.pop()
    return amount, match[2] or ""
