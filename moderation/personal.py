"""What this room keeps about people: their cases, what they said in them, their drafts."""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row, Writing
from accounts.striking import pattern_of, telling
from moderation import ledgers
from moderation.models import Case, Draft, Look, Note, Unfinished
from moderation.models.comparison import Deciding, Merging

STAFF = _("Mitarbeitende der Verwaltung und Menschen, die einen Eintrag bearbeiten")


def own_cases(user: User) -> Q:
    """Cases that the person opened, with the account or before with an address that is hers."""
    query = Q(submitter=user)
    for address in privacy.addresses_of(user):
        query |= Q(submitter_email__iexact=address)
    return query


def cases(user: User) -> Iterator[Row]:
    for case in Case.objects.filter(own_cases(user)).prefetch_related("entry").order_by("created_at", "pk"):
        yield {
            "am": case.created_at,
            "art": str(case.get_kind_display()),
            "eintrag": str(case.entry or ""),
            "begruendung": case.reason,
            "angaben": case.payload,
            "e_mail": case.reply_to,
            "stand": str(case.get_outcome_display() or case.get_state_display()),
            "entschieden_am": case.decided_at,
        }


def forget_cases(user: User) -> None:
    """The decision stays, without who asked for it; in the history, too, and without leaving a new trace there."""
    with_address, addresses = Q(pk__in=[]), privacy.addresses_of(user)
    for address in addresses:
        with_address |= Q(submitter_email__iexact=address)
    ledgers.forget_submitters(
        lambda _pk, case: case["submitter"] == user.pk or case["submitter_email"].lower() in addresses,
        pattern_of([*addresses, telling(user.name)]),
    )
    with pgtrigger.ignore():
        for cases in (Case.objects, Case.pgh_event_model.objects):
            cases.filter(with_address).update(submitter_email="")


def own_notes(user: User) -> Q:
    """What the person wrote into a case; what is said there without an account comes from who opened it."""
    own = Case.objects.filter(own_cases(user)).values("pk")
    by_submitter = [Note.Kind.SUBMITTED, Note.Kind.ANSWER]
    return Q(author=user) | Q(author=None, case__in=own, kind__in=by_submitter)


def notes(user: User) -> Iterator[Row]:
    for note in Note.objects.filter(own_notes(user)).order_by("created_at", "pk"):
        yield {"am": note.created_at, "art": str(note.get_kind_display()), "text": note.text}


def drafts(user: User) -> Iterator[Row]:
    for draft in Draft.objects.filter(owner=user).order_by("created_at", "pk"):
        yield {
            "begonnen_am": draft.created_at,
            "geaendert_am": draft.changed_at,
            "art": draft.kind,
            "angaben": draft.answers,
            "eingereicht_am": draft.submitted_at,
        }


def _asked(draft: Draft) -> set[str]:
    """Addresses to which a link to confirm the draft went."""
    return {asked["email"].lower() for asked in draft.confirmations.values() if asked.get("email")}


def forget_drafts(user: User) -> None:
    """Those of the account go with it, those without one that wait for her to confirm them, too. In other drafts without an
    owner only the address as a whole answer is certainly hers."""
    own = set(privacy.addresses_of(user))
    for draft in Draft.objects.filter(owner=None).iterator():
        if own & _asked(draft):
            draft.delete()
            continue
        answers = {
            name: ["" if str(value).strip().lower() in own else value for value in values]
            for name, values in draft.answers.items()
        }
        if answers != draft.answers:
            Draft.objects.filter(pk=draft.pk).update(answers=answers)


def unfinished(user: User) -> Iterator[Row]:
    for form in Unfinished.objects.filter(user=user).order_by("pk"):
        yield {"seite": form.path, "angaben": form.typed, "abgesendet_am": form.changed_at}


def reviews(user: User) -> Iterator[Row]:
    handled = Case.objects.filter(Q(assigned_to=user) | Q(decided_by=user))
    for case in handled.prefetch_related("entry").order_by("created_at", "pk"):
        yield {
            "am": case.created_at,
            "art": str(case.get_kind_display()),
            "eintrag": str(case.entry or ""),
            "entschieden_am": case.decided_at if case.decided_by_id == user.pk else None,
        }


def looks(user: User) -> Iterator[Row]:
    for look in Look.objects.filter(user=user):
        yield {"aenderungen_gesehen_bis": look.seen_until}


def trace_of_decisions(
    decisions: type[Deciding], merges: type[Merging], *, name: str, label: Promise, until: Promise, place: int
) -> PersonalData:
    """What the person decided about a room's entries that look alike; the room registers it."""

    def rows(user: User) -> Iterator[Row]:
        pairs = decisions.objects.filter(Q(decided_by=user) | Q(undone_by=user))
        for decision in pairs.select_related("first", "second").order_by("pk"):
            yield {"am": decision.decided_at, "was": str(decision), "begruendung": decision.reason}
        joined = merges.objects.filter(Q(merged_by=user) | Q(undone_by=user))
        for merge in joined.select_related("kept").order_by("pk"):
            yield {"am": merge.merged_at, "was": str(merge), "begruendung": merge.reason}

    privacy.writings(
        Writing(decisions, ("reason",), lambda user: Q(decided_by=user)),
        Writing(merges, ("reason",), lambda user: Q(merged_by=user)),
    )
    fields = (
        (decisions, "decided_by"),
        (decisions, "undone_by"),
        (merges, "merged_by"),
        (merges, "undone_by"),
    )
    return PersonalData(
        name,
        label,
        _("Nachvollziehen und Zurücknehmen von Entscheidungen"),
        _("bleiben; statt Ihres Namens steht dort nichts mehr"),
        rows,
        {"am": _("am"), "was": _("was"), "begruendung": _("Begründung")},
        covers=tuple(f"{model._meta.label}.{field}" for model, field in fields),
        people=_("Mitarbeitende der Verwaltung"),
        until=until,
        place=place,
    )


CASE = {"am": _("am"), "art": _("Art"), "eintrag": _("Eintrag")}

privacy.writings(
    Writing(Case, ("reason", "payload"), own_cases),
    Writing(Note, ("text",), own_notes),
)
privacy.register(
    PersonalData(
        "vorgaenge",
        _("Anfragen, Meldungen und Einreichungen"),
        _("Prüfen und Beantworten Ihrer Anfrage, Nachweis der Entscheidung"),
        _("bleiben ohne Ihren Namen und Ihre Adresse als Nachweis der Entscheidung"),
        cases,
        {
            **CASE,
            "begruendung": _("Begründung"),
            "angaben": _("Angaben"),
            "e_mail": _("E-Mail"),
            "stand": _("Stand"),
            "entschieden_am": _("entschieden am"),
        },
        forget=forget_cases,
        covers=("moderation.Case.submitter",),
        kept=("cases",),
        people=_("Menschen mit und ohne Konto, die etwas melden, eintragen oder anfragen"),
        recipients=_("wer den Vorgang entscheidet: die Kuration oder wer den Eintrag bearbeitet"),
        correct="portal:mine",
        place=30,
    ),
    PersonalData(
        "nachrichten",
        _("Nachrichten zu Vorgängen"),
        _("Rückfragen und Antworten zu Ihrer Anfrage"),
        _("bleiben ohne Ihren Namen beim Vorgang"),
        notes,
        {"am": _("am"), "art": _("Art"), "text": _("Text")},
        covers=("moderation.Note.author",),
        kept=("cases",),
        recipients=_("wer den Vorgang entscheidet"),
        place=31,
    ),
    PersonalData(
        "entwuerfe",
        _("Entwürfe"),
        _("Damit nichts verloren geht, was Sie angefangen haben"),
        _("werden gelöscht"),
        drafts,
        {
            "begonnen_am": _("begonnen am"),
            "geaendert_am": _("geändert am"),
            "art": _("Art"),
            "angaben": _("Angaben"),
            "eingereicht_am": _("eingereicht am"),
        },
        forget=forget_drafts,
        covers=("moderation.Draft.owner",),
        kept=("drafts",),
        people=_("Menschen mit und ohne Konto, die etwas eintragen"),
        correct="portal:mine",
        place=32,
    ),
    PersonalData(
        "angefangene_formulare",
        _("Angefangene Formulare"),
        _("Damit nichts verloren geht, was beim Absenden nicht ankam"),
        _("werden gelöscht"),
        unfinished,
        {"seite": _("Seite"), "angaben": _("Angaben"), "abgesendet_am": _("abgesendet am")},
        covers=("moderation.Unfinished.user",),
        kept=("drafts",),
        place=34,
    ),
    PersonalData(
        "bearbeitete_vorgaenge",
        _("Vorgänge, die Sie bearbeitet haben"),
        _("Nachvollziehen, wer was entschieden hat"),
        _("bleiben; statt Ihres Namens steht dort nichts mehr"),
        reviews,
        {**CASE, "entschieden_am": _("von Ihnen entschieden am")},
        covers=("moderation.Case.assigned_to", "moderation.Case.decided_by"),
        people=STAFF,
        until=_("solange es den Vorgang gibt; ohne Namen, sobald das Konto gelöscht ist"),
        place=72,
    ),
    PersonalData(
        "durchsicht",
        _("Bis wann Sie Änderungen durchgesehen haben"),
        _("Damit die Liste der Änderungen zeigt, was für Sie neu ist"),
        _("wird gelöscht"),
        looks,
        {"aenderungen_gesehen_bis": _("Änderungen gesehen bis")},
        covers=("moderation.Look.user",),
        people=STAFF,
        place=74,
    ),
)
