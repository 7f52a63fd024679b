"""What networks say of themselves, line by line: what is the same, what only some of them have, what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from design.templatetags.bn import clock_range
from insight.comparing import ComparedNetwork
from networks import rhythm_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Sameness(StrEnum):
    SAME = "gleich"  # all say exactly this
    PARTLY = "teilweise"  # two or more have something in common
    DIFFERENT = "verschieden"
    OPEN = "offen"  # prose and dates, or only one of them says anything: nothing to tell


@dataclass(frozen=True)
class SaidThing:
    """One thing that a network says. `key` is equal where two say the same; `note`: what belongs to it and is not compared."""

    key: str
    words: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class SaidHere:
    """The same, with who else says so. `also`: labels of the others; `by_all`: every network of the comparison does."""

    said: SaidThing
    also: tuple[str, ...]
    by_all: bool


@dataclass(frozen=True)
class ComparedCell:
    """What one network says; `label` is the name that people use of it."""

    label: str
    things: tuple[SaidHere, ...]


@dataclass(frozen=True)
class ComparedRow:
    """`cells`: one for each network, in their order."""

    label: StrOrPromise
    cells: tuple[ComparedCell, ...]
    sameness: Sameness

    @property
    def is_blank(self) -> bool:
        return not any(cell.things for cell in self.cells)

    @property
    def in_common(self) -> int:
        """Different things that at least two of them say."""
        return len({one.said.key for cell in self.cells for one in cell.things if one.also})

    @property
    def summary(self) -> str:
        if self.sameness is Sameness.SAME:
            return _("gleich")
        if self.sameness is Sameness.PARTLY:
            return ngettext("%(n)d gemeinsam", "%(n)d gemeinsam", self.in_common) % {"n": self.in_common}
        return _("verschieden") if self.sameness is Sameness.DIFFERENT else ""


type Reads = Callable[[ComparedNetwork], Iterable[SaidThing]]


def rows_of(networks: Sequence[ComparedNetwork]) -> list[ComparedRow]:
    return [_row(label, read, networks, is_compared=compared) for label, read, compared in ATTRIBUTES]


def _row(
    label: StrOrPromise, read: Reads, networks: Sequence[ComparedNetwork], *, is_compared: bool
) -> ComparedRow:
    said = [list(read(one)) for one in networks]
    who: dict[str, list[int]] = {}
    for place, things in enumerate(said):
        for key in dict.fromkeys(one.key for one in things):
            who.setdefault(key, []).append(place)
    labels = [one.facts.label for one in networks]

    def here(place: int, one: SaidThing) -> SaidHere:
        others = [other for other in who[one.key] if other != place] if is_compared else []
        return SaidHere(
            one, tuple(labels[other] for other in others), by_all=len(others) == len(networks) - 1 > 0
        )

    cells = tuple(
        ComparedCell(labels[place], tuple(here(place, one) for one in things))
        for place, things in enumerate(said)
    )
    return ComparedRow(label, cells, _sameness(said) if is_compared else Sameness.OPEN)


def _sameness(said: Sequence[Sequence[SaidThing]]) -> Sameness:
    """Whoever says nothing does not say anything else."""
    sets = [frozenset(one.key for one in things) for things in said if things]
    if len(sets) < 2:
        return Sameness.OPEN
    if len(sets) == len(said) and len(set(sets)) == 1:
        return Sameness.SAME
    often = Counter(key for keys in sets for key in keys)
    return Sameness.PARTLY if max(often.values()) > 1 else Sameness.DIFFERENT


# --- what they say ---------------------------------------------------------------------------------------------------


def _prose(field: str) -> Reads:
    def read(one: ComparedNetwork) -> list[SaidThing]:
        text = getattr(one.network, field)
        return [SaidThing(text, text)] if text else []

    return read


def _choice(field: str, note: Callable[[ComparedNetwork], str] = lambda _one: "") -> Reads:
    def read(one: ComparedNetwork) -> list[SaidThing]:
        value = getattr(one.network, field)
        words = str(getattr(one.network, f"get_{field}_display")()) if value else ""
        return [SaidThing(value, words, note=note(one))] if value else []

    return read


def _terms(field: str, page: str = "") -> Reads:
    def read(one: ComparedNetwork) -> list[SaidThing]:
        return [
            SaidThing(term.slug, term.name, reverse(page, args=[term.slug]) if page else "")
            for term in getattr(one.network, field).all()
        ]

    return read


def _actors(field: str) -> Reads:
    def read(one: ComparedNetwork) -> list[SaidThing]:
        return [
            SaidThing(str(actor.pk), actor.name, actor.get_absolute_url()) for actor in getattr(one, field)
        ]

    return read


def _format(one: ComparedNetwork) -> list[SaidThing]:
    return [SaidThing(one.network.format.slug, one.network.format.name)]


def _character(one: ComparedNetwork) -> list[SaidThing]:
    values = one.network.character
    return [
        SaidThing(key, str(label)) for key, label in zip(values, one.network.character_labels, strict=True)
    ]


def _rhythm(one: ComparedNetwork) -> list[SaidThing]:
    """Equal where it comes to the same frequency, whatever the words."""
    network = one.network
    if not network.rhythm_text:
        return []
    words = rhythm_words.plain(network.rhythm_text, rhythm_words.read_in_part(network)[0])
    note = ""
    if number := round(one.facts.times_a_year or 0):
        note = ngettext("etwa %(n)d Treffen im Jahr", "etwa %(n)d Treffen im Jahr", number) % {"n": number}
    return [SaidThing(network.rhythm_frequency or network.rhythm_text, words, note=note)]


def _next_meeting(one: ComparedNetwork) -> list[SaidThing]:
    meeting = one.next_meeting
    if meeting is None:
        return []
    start = localtime(meeting.start)
    day = date_format(start, "l, j. F Y")
    words = day if meeting.is_all_day else f"{day}, {clock_range(meeting)}"
    return [SaidThing(start.date().isoformat(), words, meeting.get_absolute_url())]


def _digital(one: ComparedNetwork) -> list[SaidThing]:
    forms = one.network.digital_forms.all()
    labels = {form.kind: str(form.get_kind_display()) for form in forms}
    return [SaidThing(kind, label) for kind, label in labels.items()]


def _planning(one: ComparedNetwork) -> list[SaidThing]:
    """To whom results go: the committee is compared by its entry, or by its name."""
    network, found = one.network, []
    if one.committee:
        found.append(SaidThing(str(one.committee.pk), one.committee.name, one.committee.get_absolute_url()))
    texts = (network.committee_name, network.planning_field, network.planning_tie)
    return [*found, *(SaidThing(text, text) for text in texts if text)]


def _duration(one: ComparedNetwork) -> list[SaidThing]:
    network, found = one.network, []
    if network.begins_on:
        since = _("ab %(when)s") if network.begins_later else _("seit %(when)s")
        found.append(since % {"when": date_format(network.begins_on, "F Y")})
    if network.ends_on:
        found.append(_("bis %(when)s") % {"when": date_format(network.ends_on, "F Y")})
    elif network.is_permanent:
        found.append(_("unbefristet"))
    return [SaidThing(words, words) for words in found]


def _last_update(one: ComparedNetwork) -> list[SaidThing]:
    update = one.last_update
    if update is None:
        return []
    day = date_format(update.date, "j. F Y")
    return [SaidThing(day, update.text or str(update.get_kind_display()), note=day)]


def _confirmed(one: ComparedNetwork) -> list[SaidThing]:
    day = one.network.confirmed_at
    words = _("geprüft im %(when)s") % {"when": date_format(day, "F Y")} if day else _("noch nicht bestätigt")
    return [SaidThing(words, words)]


# In the order of the page; the last says whether equal words mean that it is the same.
ATTRIBUTES: tuple[tuple[StrOrPromise, Reads, bool], ...] = (
    (gettext_lazy("Zweck"), _prose("purpose"), False),
    (gettext_lazy("Ziele"), _prose("goals"), False),
    (gettext_lazy("Mitglieder"), _actors("members"), True),
    (gettext_lazy("Themen"), _terms("themes", "portal:theme"), True),
    (gettext_lazy("Zielgruppen"), _terms("target_groups"), True),
    (gettext_lazy("Bildungsphasen"), _terms("life_phases"), True),
    (gettext_lazy("Wo"), _terms("districts", "portal:district"), True),
    (gettext_lazy("Format"), _format, True),
    (gettext_lazy("Charakter"), _character, True),
    (gettext_lazy("Koordination"), _actors("coordinators"), True),
    (gettext_lazy("Rhythmus"), _rhythm, True),
    (gettext_lazy("Wie man sich trifft"), _choice("meeting_mode"), True),
    (gettext_lazy("Nächstes Treffen"), _next_meeting, True),
    (gettext_lazy("Verbindlichkeit"), _choice("bindingness", lambda one: one.network.agreement_text), True),
    (gettext_lazy("Auftrag oder Anlass"), _prose("occasion"), False),
    (gettext_lazy("Planung und Gremium"), _planning, True),
    (gettext_lazy("Offen für Neue?"), _choice("openness"), True),
    (gettext_lazy("Digitale Formen"), _digital, True),
    (gettext_lazy("Status"), _choice("status"), True),
    (gettext_lazy("Laufzeit"), _duration, False),
    (gettext_lazy("Letzter Zwischenstand"), _last_update, False),
    (gettext_lazy("Stand des Eintrags"), _confirmed, False),
)
