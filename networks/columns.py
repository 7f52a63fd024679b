"""Columns of the table of networks that say who does what: coordination, functions, groups, tasks and resources."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange import cells
from exchange.columns import Links
from exchange.errors import CellError
from exchange.references import EntryReference
from networks.coordination import beside, seat_coordinators
from networks.membership.groups import read_groups
from networks.models import Commitment, MemberGroup, Membership, Network

if TYPE_CHECKING:
    from networks.resources import NetworkResource

COLON = ": "
AMOUNT = re.compile(r"(\d{1,9}(?:,\d{1,2})?)(?: (.+))?")
INSIDE = "nur für Mitglieder"
UNTIL = "bis "


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


def seats_of(record: Network) -> list[Membership]:
    """The memberships of today, as they were read ahead."""
    if record.pk is None:
        return []
    return sorted(
        (m for m in record.memberships.all() if m.is_current), key=lambda m: (m.actor.sort_name, m.pk)
    )


class _ByActor(Links):
    """Base of lists of „Akteur: …“."""

    def named(self, item: str, resource: NetworkResource) -> tuple[int, str]:
        """The actor and what stands behind it. Its name may hold a colon itself."""
        places = [found.start() for found in re.finditer(COLON, item)]
        for place in places:
            if len(found := resource.actors.find(item[:place])) == 1 and item[place + 2 :].strip():
                return found[0], item[place + 2 :].strip()
        if places:
            return resource.actors.the_one(item[: places[0]]), item[places[0] + 2 :].strip()
        raise CellError(
            _("„{item}“ muss die Form „Akteur: …“ haben, zum Beispiel „Stadtbibliothek: {example}“.").format(
                item=item, example=self.example
            )
        )

    @property
    def example(self) -> str:
        raise NotImplementedError

    def called(self, pk: int, resource: NetworkResource) -> str:
        word = resource.actors.reference(pk)
        return resource.actors.address(pk) if COLON in word else word


class FunctionsColumn(_ByActor):
    """What members were chosen or asked for: „Stadtbibliothek: Vorsitz“."""

    example = "Vorsitz"

    def parse(self, cell: str, resource: NetworkResource) -> frozenset[tuple[int, int]]:
        pairs = (self.named(item, resource) for item in cells.parts(cell))
        return frozenset((pk, resource.functions.find(word)) for pk, word in pairs)

    def current(self, record: Network) -> frozenset[tuple[int, int]]:
        return frozenset((seat.actor_id, seat.function_id) for seat in seats_of(record) if seat.function_id)

    def write_links(
        self, record: Network, value: frozenset[tuple[int, int]], resource: NetworkResource
    ) -> None:
        """Of those who are members then; whoever is not, is told."""
        wanted = dict(value)
        for seat in Membership.objects.filter(network=record).current().order_by("pk"):
            function = wanted.pop(seat.actor_id, None)
            if seat.function_id != function:
                seat.function_id = function
                seat.save(update_fields=["function", "changed_at"])
        for pk in sorted(wanted):
            resource.note(_not_seated(resource.actors.names[pk], record))

    def show(self, record: Network, resource: NetworkResource) -> str:
        shown = ((seat.actor_id, seat.function_id) for seat in seats_of(record) if seat.function_id)
        return cells.joined(
            f"{self.called(pk, resource)}{COLON}{resource.functions.reference(function)}"
            for pk, function in shown
        )


def _not_seated(name: str, network: Network) -> str:
    return _(
        "„{name}“ ist kein Mitglied von „{network}“: Was dort zugesagt ist, erscheint erst dann."
    ).format(name=name, network=network.name)


class GroupsColumn(Links):
    """Members that are no single institution: „62 Partner|Anwohnerschaft“. Their function and note stay."""

    def __init__(self, column_name: str) -> None:
        super().__init__("member_groups", column_name)

    def parse(self, cell: str, resource: NetworkResource) -> frozenset[tuple[str, int | None]]:
        try:
            return frozenset(read_groups(cells.parts(cell)).items())
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error

    def current(self, record: Network) -> frozenset[tuple[str, int | None]]:
        if record.pk is None:
            return frozenset()
        return frozenset((cells.one_line(group.name), group.number) for group in record.member_groups.all())

    def write_links(
        self, record: Network, value: frozenset[tuple[str, int | None]], resource: NetworkResource
    ) -> None:
        wanted = dict(value)
        for group in MemberGroup.objects.filter(network=record).order_by("pk"):
            name = cells.one_line(group.name)
            if name not in wanted:
                group.delete()
            elif wanted.pop(name) != group.number:
                group.number = dict(value)[name]
                group.save(update_fields=["number", "changed_at"])
        for name, number in sorted(wanted.items()):
            MemberGroup.objects.create(network=record, name=name, number=number)

    def show(self, record: Network, resource: NetworkResource) -> str:
        if record.pk is None:
            return ""
        return cells.joined(
            f"{group.number} {group.name}" if group.number else group.name
            for group in record.member_groups.all()
        )


LONGEST_TEXT = Commitment._meta.get_field("text").max_length or 0


class Said(NamedTuple):
    """A commitment as a cell says it."""

    actor: int
    resource: int | None
    text: str
    amount: Decimal | None
    unit: str
    until: date | None
    is_public: bool


class CommitmentsColumn(_ByActor):
    """Tasks as „Akteur: Text“, resources as „Akteur: Raum: Text; 20 Stunden im Monat“; both may end with „; bis 2027-12-31“
    and „; nur für Mitglieder“. The theme of what stays the same stays, too."""

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
        until = cells.read_date(pieces.pop().removeprefix(UNTIL)) if _is_day(pieces) else None
        amount, unit = _amount(pieces) if self.of_resources else (None, "")
        text = "; ".join(pieces)
        if not text or len(text) > LONGEST_TEXT:
            raise CellError(
                _("„{item}“ sagt nicht in 1 bis {most} Zeichen, worum es geht.").format(
                    item=item[:60], most=LONGEST_TEXT
                )
            )
        return Said(actor, kind, text, amount, unit, until, is_public)

    def current(self, record: Network) -> frozenset[Said]:
        return frozenset(map(_as_said, self._stored(record)))

    def _stored(self, record: Network) -> list[Commitment]:
        if record.pk is None:
            return []
        return [one for one in record.commitments.all() if one.is_task != self.of_resources]

    def write_links(self, record: Network, value: frozenset[Said], resource: NetworkResource) -> None:
        stored = Commitment.objects.filter(network=record, resource__isnull=not self.of_resources)
        wanted = {(said.actor, said.resource, said.text): said for said in value}
        for one in stored.order_by("pk"):
            key = _as_said(one)[:3]
            if key not in wanted:
                one.delete()
                continue
            said = wanted.pop(key)
            if _as_said(one) != said:
                one.amount, one.unit, one.until, one.is_public = said[3:]
                one.save(update_fields=["amount", "unit", "until", "is_public", "changed_at"])
        for said in sorted(wanted.values(), key=str):
            Commitment.objects.create(
                network=record, actor_id=said.actor, resource_id=said.resource, text=said.text, amount=said.amount,
                unit=said.unit, until=said.until, is_public=said.is_public,
            )  # fmt: skip
        seated = {seat.actor_id for seat in Membership.objects.filter(network=record).current()}
        for pk in sorted({said.actor for said in value} - seated):
            resource.note(_not_seated(resource.actors.names[pk], record))

    def show(self, record: Network, resource: NetworkResource) -> str:
        return cells.joined(self._shown(_as_said(one), resource) for one in self._stored(record))

    def _shown(self, said: Said, resource: NetworkResource) -> str:
        kind = f"{resource.resource_kinds.reference(said.resource)}{COLON}" if said.resource else ""
        amount = f"{said.amount:f}".replace(".", ",") if said.amount is not None else ""
        ends = [
            f"{amount} {said.unit}".strip(),
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
    )


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
