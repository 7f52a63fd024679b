"""Puts the bodies and meetings of a council information system into the directory: new bodies as drafts, meetings to all.

Nothing of a network that is there already changes but its meetings, and a second run changes nothing. Of a meeting that came
from there, time and cancellation follow the source, for it is the one that says them; what people added stays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import rhythm as rhythms
from german.folding import fold
from networks.meetings.oparl import Body, Folder, OparlError, Session
from networks.models import Meeting, Network
from vocabulary.days import local_day
from vocabulary.models import NetworkFormat

# Of bodies that kept their rhythm in three of five sessions before 2025, 73 % of the sessions since did, of each of them more
# than half; of those below, 63 % (27 bodies of Karlsruhe, `tests/rhythm/test_real.py`).
SURE_ENOUGH = 0.6
FAMILIES = {  # words in the name of a body -> the format it is looked for under, the first that fits
    "Ortschaftsrat": ("ortschaftsrat", "ortsrat", "ortsbeirat", "bezirksbeirat", "bezirksvertretung"),
    "Gemeinderat": ("gemeinderat", "stadtrat", "kreistag", "stadtverordnetenversammlung", "ratsversammlung"),
    "Ausschuss": ("ausschuss",),
    "Beirat": ("beirat", "kuratorium"),
}  # fmt: skip
BATCH = 500  # rows in one statement: few statements, little memory


@dataclass
class FoundRhythm:
    """What the dates of a body tell. `is_written`: into a draft that had none."""

    network: Network
    rhythm: rhythms.Rhythm | None
    confidence: float
    is_written: bool = False

    def __str__(self) -> str:
        if self.rhythm is None:
            return _("%s: zu wenige Sitzungen") % self.network
        words = {
            "network": self.network,
            "rhythm": self.rhythm.in_words(),
            "share": round(100 * self.confidence),
            "what": _("eingetragen") if self.is_written else _("nicht eingetragen"),
        }
        return _("%(network)s: %(rhythm)s (erklärt %(share)d %% der Sitzungen), %(what)s") % words


@dataclass
class OparlReport:
    folder: Folder
    drafts: list[Network] = field(default_factory=list)
    known: list[Network] = field(default_factory=list)
    meetings: Counter[str] = field(default_factory=Counter)
    rhythms: list[FoundRhythm] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        bodies, drafts = len(self.drafts) + len(self.known), len(self.drafts)
        yield _("Gremien: %(drafts)d neu als Entwurf, %(known)d schon da.") % {
            "drafts": drafts, "known": len(self.known),
        }  # fmt: skip
        if others := len(self.folder.bodies) - bodies:
            yield (
                ngettext(
                    "%d Stelle ohne Sitzung bleibt draußen.",
                    "%d Stellen ohne Sitzung bleiben draußen.",
                    others,
                )
                % others
            )
        refused, dropped = len(self.folder.refused), self.folder.dropped_ends
        yield _("Sitzungen: %(new)d neu, %(changed)d geändert, %(same)d unverändert, %(bad)d abgelehnt.") % {
            "new": self.meetings["new"], "bad": refused,
            "changed": self.meetings["changed"], "same": self.meetings["same"],
        }  # fmt: skip
        if dropped:
            yield (
                ngettext(
                    "Bei %d Sitzung lag das Ende vor dem Beginn; es bleibt weg.",
                    "Bei %d Sitzungen lag das Ende vor dem Beginn; es bleibt weg.",
                    dropped,
                )
                % dropped
            )
        yield from (_("Rhythmus: %s.") % found for found in self.rhythms)
        yield from (_("Abgelehnt: %s.") % refusal for refusal in self.folder.refused)


@transaction.atomic
def import_folder(path: Path, *, usual_format: str, dry_run: bool = False) -> OparlReport:
    """`usual_format`: of bodies whose kind the list of formats does not have. Raises OparlError."""
    report = OparlReport(Folder(path))
    formats = _Formats(usual_format)
    networks = {body.id: _network(body, formats, report) for body in report.folder.meeting_bodies}
    by_network: dict[Network, list[Session]] = defaultdict(list)
    for session in report.folder.sessions:
        for body in dict.fromkeys(session.bodies):
            by_network[networks[body]].append(session)
    for network, sessions in by_network.items():
        _write_meetings(network, sessions, report.meetings)
        report.rhythms.append(_rhythm(network, is_draft=network in report.drafts))
    if dry_run:
        transaction.set_rollback(True)
    return report


class _Formats:
    def __init__(self, usual: str) -> None:
        self.known = {
            fold(word): one for one in NetworkFormat.objects.all() for word in (*one.synonyms, one.name)
        }
        if fold(usual) not in self.known:
            raise OparlError(_("Das Format „%s“ gibt es in der Liste der Formate nicht.") % usual)
        self.usual = self.known[fold(usual)]

    def of(self, body: Body) -> NetworkFormat:
        """By the name of the body: „Ortschaftsrat Durlach“ is an Ortschaftsrat, „Schulausschuss“ an Ausschuss."""
        text = fold(f"{body.name} {body.classification}")
        for family, words in FAMILIES.items():
            if any(fold(word) in text for word in words):
                return next(
                    (self.known[fold(w)] for w in (family, *words) if fold(w) in self.known), self.usual
                )
        return self.usual


def _network(body: Body, formats: _Formats, report: OparlReport) -> Network:
    """The one that is there already, by kennung or name, else a draft."""
    is_it = Q(kennung=body.kennung) | Q(former_kennungen__contains=[body.kennung])
    is_called = Q(name__iexact=body.name) | Q(other_names__contains=[body.name])
    for condition in (is_it, is_called):
        if known := Network.objects.filter(condition).order_by("pk").first():
            report.known.append(known)
            return known
    has_ended = body.ends_on is not None and body.ends_on < timezone.localdate()
    draft = Network(
        name=body.name,
        short_name=body.short_name if body.short_name != body.name else "",
        kennung=body.kennung,
        format=formats.of(body),
        begins_on=body.begins_on,
        ends_on=_after(body.begins_on, body.ends_on),
        status=Network.Status.ENDED if has_ended else Network.Status.ACTIVE,
        website=body.website if body.website.startswith(("http://", "https://")) else "",
        review_status=Network.ReviewStatus.DRAFT,
    )
    draft.save()
    report.drafts.append(draft)
    return draft


def _after(begins: date | None, ends: date | None) -> date | None:
    return None if begins and ends and ends < begins else ends


def _write_meetings(network: Network, sessions: list[Session], counted: Counter[str]) -> None:
    kept = {meeting.foreign_uid: meeting for meeting in network.meetings.exclude(foreign_uid="")}
    entered = set(network.meetings.filter(foreign_uid="").values_list("start", flat=True))  # by hand
    new: dict[str, Meeting] = {}
    for session in sessions:
        if known := kept.get(session.uid):
            counted["changed" if _follow(known, session) else "same"] += 1
        elif session.start in entered or session.uid in new:
            counted["same"] += 1
        else:
            new[session.uid] = _meeting(network, session)
            counted["new"] += 1
    Meeting.objects.bulk_create(new.values(), batch_size=BATCH)


def _meeting(network: Network, session: Session) -> Meeting:
    return Meeting(
        network=network,
        title="" if session.title == network.name else session.title,
        start=session.start,
        end=session.end,
        is_all_day=session.is_all_day,
        is_cancelled=session.is_cancelled,
        place=session.place,
        foreign_uid=session.uid,
    )


def _follow(known: Meeting, session: Session) -> bool:
    """Whether the source says another time, or that it was cancelled, than is stored."""
    fields = ("start", "end", "is_all_day", "is_cancelled")
    said = {name: getattr(session, name) for name in fields}
    if said == {name: getattr(known, name) for name in fields}:
        return False
    if local_day(session.start) != local_day(known.start):
        known.moved_from = known.start
    for name, value in said.items():
        setattr(known, name, value)
    known.save(update_fields=[*fields, "moved_from", "changed_at"])
    return True


def _rhythm(network: Network, *, is_draft: bool) -> FoundRhythm:
    held: list[datetime] = list(network.meetings.filter(is_cancelled=False).values_list("start", flat=True))
    found = rhythms.infer(held)
    sure = rhythms.confidence(found, held) if found else 0.0
    is_written = bool(found) and is_draft and sure >= SURE_ENOUGH
    if found and is_written:
        network.rhythm_text = found.in_words()
        network.save(update_fields=["rhythm_text", "changed_at"])
    return FoundRhythm(network, found, sure, is_written)
