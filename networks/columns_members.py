"""Columns of the table of networks that say who the members are: functions, terms, representation, groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange import cells
from exchange.columns import Links
from exchange.errors import CellError
from networks.membership.groups import read_groups
from networks.models import MemberGroup, Membership, Network
from vocabulary.days import ordinary

if TYPE_CHECKING:
    from networks.resources import NetworkResource

COLON = ": "
SINCE, UNTIL = "ab ", "bis "
FUNCTION, REPRESENTED = "Funktion: ", "vertreten: "
GROUP = re.compile(rf"(.+?)(?:; {FUNCTION}(.+?))?(?:; {REPRESENTED}(.+))?")
TERM = re.compile(rf"(?:{SINCE}([\d.-]+))?(?:; )?(?:{UNTIL}([\d.-]+))?")


def seats_of(record: Network) -> list[Membership]:
    """The memberships of today, as they were read ahead."""
    if record.pk is None:
        return []
    return sorted(
        (m for m in record.memberships.all() if m.is_current), key=lambda m: (m.actor.sort_name, m.pk)
    )


class ByActor(Links):
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


class SeatsColumn(ByActor):
    """Base of columns that say one thing of each seat. Of who is not in the cell, it is empty then."""

    fields: tuple[str, ...]  # of the membership

    def understood(self, words: str, resource: NetworkResource) -> tuple[Any, ...]:
        """A value for each of `fields`."""
        raise NotImplementedError

    def said(self, values: tuple[Any, ...], resource: NetworkResource) -> str:
        """The inverse of `understood`."""
        raise NotImplementedError

    def parse(self, cell: str, resource: NetworkResource) -> frozenset[tuple[int, tuple[Any, ...]]]:
        pairs = (self.named(item, resource) for item in cells.parts(cell))
        return frozenset((pk, self.understood(words, resource)) for pk, words in pairs)

    def current(self, record: Network) -> frozenset[tuple[int, tuple[Any, ...]]]:
        return frozenset(self._current(record))

    def _current(self, record: Network) -> Iterator[tuple[int, tuple[Any, ...]]]:
        for seat in seats_of(record):
            if any(values := self._values(seat)):
                yield seat.actor_id, values

    def _values(self, seat: Membership) -> tuple[Any, ...]:
        return tuple(getattr(seat, name) for name in self.fields)

    def write_links(
        self, record: Network, value: frozenset[tuple[int, tuple[Any, ...]]], resource: NetworkResource
    ) -> None:
        """Of those who are members then; whoever is not, is told."""
        wanted, nothing = dict(value), tuple(self._values(Membership()))
        for seat in Membership.objects.filter(network=record).current().order_by("pk"):
            values = wanted.pop(seat.actor_id, nothing)
            if self._values(seat) != values:
                for name, one in zip(self.fields, values, strict=True):
                    setattr(seat, name, one)
                seat.save(update_fields=[*self.fields, "changed_at"])
        for pk in sorted(wanted):
            resource.note(not_seated(resource.actors.names[pk], record))

    def show(self, record: Network, resource: NetworkResource) -> str:
        return cells.joined(
            f"{self.called(pk, resource)}{COLON}{self.said(values, resource)}"
            for pk, values in self._current(record)
        )


class FunctionsColumn(SeatsColumn):
    """What members were chosen or asked for: „Stadtbibliothek: Vorsitz“."""

    example = "Vorsitz"
    fields = ("function_id",)

    def understood(self, words: str, resource: NetworkResource) -> tuple[int]:
        return (resource.functions.find(words),)

    def said(self, values: tuple[int], resource: NetworkResource) -> str:
        return resource.functions.reference(values[0])


class TermsColumn(SeatsColumn):
    """Since and until when role and function count: „Stadtbibliothek: ab 2026-01-01; bis 2027-12-31“."""

    example = "ab 2026-01-01; bis 2027-12-31"
    fields = ("role_since", "role_until")

    def understood(self, words: str, resource: NetworkResource) -> tuple[date | None, date | None]:
        match = TERM.fullmatch(words)
        if match is None:
            raise CellError(
                _("„{words}“ muss die Form „{example}“ haben; eins von beiden genügt.").format(
                    words=words, example=self.example
                )
            )
        since, until = (read_day(day or "") for day in match.groups())
        if since and until and until < since:
            raise CellError(_("Rolle und Funktion enden, bevor sie beginnen."))
        return since, until

    def said(self, values: tuple[date | None, date | None], resource: NetworkResource) -> str:
        marked = zip((SINCE, UNTIL), values, strict=True)
        return "; ".join(f"{mark}{day.isoformat()}" for mark, day in marked if day)


class RepresentationColumn(SeatsColumn):
    """Which posts stand for a member: „Stadtbibliothek: Leitung“."""

    example = "Leitung"
    fields = ("representation",)

    def understood(self, words: str, resource: NetworkResource) -> tuple[str]:
        return (within(words, Membership, "representation"),)

    def said(self, values: tuple[str], resource: NetworkResource) -> str:
        return cells.one_line(values[0])


def read_day(text: str) -> date | None:
    """None for an empty text. Raises CellError also for a day that nobody can mean."""
    day = cells.read_date(text)
    try:
        if day:
            ordinary(day)
    except ValidationError as error:
        raise CellError(" ".join(error.messages)) from error
    return day


def within(text: str, model: type[MemberGroup | Membership], field: str) -> str:
    """The text, if the field can hold it."""
    most = model._meta.get_field(field).max_length or 0
    if len(text) > most:
        raise CellError(
            _("„{text} …“ ist zu lang: höchstens {most} Zeichen.").format(text=text[:60], most=most)
        )
    return text


def not_seated(name: str, network: Network) -> str:
    return _(
        "„{name}“ ist kein Mitglied von „{network}“: Was dort zugesagt ist, erscheint erst dann."
    ).format(name=name, network=network.name)


class Group(NamedTuple):
    """A group as a cell says it. None: nothing is said of it; 0 and "": there is none."""

    name: str
    number: int | None
    function: int | None
    note: str | None


class GroupsColumn(Links):
    """Members that are no single institution: „62 Partner|Anwohnerschaft; Funktion: beratend; vertreten: zwei Delegierte“.

    Function and note of which the cell says nothing stay; a dash takes them away."""

    def __init__(self, column_name: str) -> None:
        super().__init__("member_groups", column_name)

    def parse(self, cell: str, resource: NetworkResource) -> frozenset[Group]:
        said = [match.groups() for item in cells.parts(cell) if (match := GROUP.fullmatch(item))]
        try:
            numbers = read_groups(head for head, _function, _note in said)
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error
        return frozenset(
            Group(name, number, _function(function, resource), _note(note))
            for (name, number), (_head, function, note) in zip(numbers.items(), said, strict=True)
        )

    def current(self, record: Network) -> frozenset[Group]:
        return frozenset() if record.pk is None else frozenset(map(_as_group, record.member_groups.all()))

    def says_the_same(self, record: Network, value: frozenset[Group]) -> bool:
        current = {group.name: group for group in self.current(record)}
        return set(current.values()) == {_filled(group, current.get(group.name)) for group in value}

    def write_links(self, record: Network, value: frozenset[Group], resource: NetworkResource) -> None:
        wanted = {group.name: group for group in value}
        for stored in MemberGroup.objects.filter(network=record).order_by("pk"):
            present = _as_group(stored)
            if present.name not in wanted:
                stored.delete()
            elif (group := _filled(wanted.pop(present.name), present)) != present:
                stored.number, stored.function_id = group.number, group.function or None
                stored.note = group.note or ""
                stored.save(update_fields=["number", "function", "note", "changed_at"])
        for group in sorted(wanted.values(), key=lambda group: group.name):
            MemberGroup.objects.create(
                network=record, name=group.name, number=group.number,
                function_id=group.function or None, note=group.note or "",
            )  # fmt: skip

    def show(self, record: Network, resource: NetworkResource) -> str:
        if record.pk is None:
            return ""
        return cells.joined(self._shown(_as_group(group), resource) for group in record.member_groups.all())

    def _shown(self, group: Group, resource: NetworkResource) -> str:
        function = resource.functions.reference(group.function) if group.function else ""
        pieces = [
            f"{group.number} {group.name}" if group.number else group.name,
            f"{FUNCTION}{function}" if function else "",
            f"{REPRESENTED}{group.note}" if group.note else "",
        ]
        return "; ".join(filter(None, pieces))


def _function(word: str | None, resource: NetworkResource) -> int | None:
    if word is None:
        return None
    return 0 if cells.is_placeholder(word) else resource.functions.find(word)


def _note(text: str | None) -> str | None:
    if text is None:
        return None
    return "" if cells.is_placeholder(text) else within(text, MemberGroup, "note")


def _as_group(stored: MemberGroup) -> Group:
    return Group(
        cells.one_line(stored.name), stored.number, stored.function_id or 0, cells.one_line(stored.note)
    )


def _filled(group: Group, present: Group | None) -> Group:
    """With what is there already in place of what the cell says nothing of."""
    known = present or Group(group.name, None, 0, "")
    return replace(
        group,
        function=known.function if group.function is None else group.function,
        note=known.note if group.note is None else group.note,
    )
