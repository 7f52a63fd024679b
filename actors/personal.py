"""What this room keeps about people: who looks after an actor, and contact persons."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row
from actors.forgetting import forget
from actors.models import Actor, ContactPerson, DuplicateDecision, Merge, Offer
from moderation.personal import trace_of_decisions


def editorships(user: User) -> Iterator[Row]:
    for actor in Actor.objects.filter(Q(editors=user) | Q(submitted_by=user)).distinct().order_by("pk"):
        yield {
            "akteur": actor.name,
            "eingereicht": actor.submitted_by_id == user.pk,
            "bearbeitet": actor.editors.filter(pk=user.pk).exists(),
        }


def contacts_of(user: User) -> list[ContactPerson]:
    """Contact persons with an address that is certainly this person's; the same name alone says nothing."""
    query = Q(pk__in=[])
    for address in privacy.addresses_of(user):
        query |= Q(email__iexact=address)
    return list(ContactPerson.objects.filter(query).select_related("actor").order_by("pk"))


def contacts(user: User) -> Iterator[Row]:
    for person in contacts_of(user):
        yield {
            "akteur": person.actor.name,
            "name": person.name,
            "funktion": person.role,
            "telefon": person.phone,
            "e_mail": person.email,
            "schluesselperson": person.is_key_person,
            "einwilligung_am": person.consent_on,
            "einwilligung_bis": person.consent_until,
            "einwilligung_als": person.consent_source,
            "fassung": person.consent_version,
        }


def forget_contacts(user: User) -> None:
    """Who deletes the account takes back the consent; the history of these rows goes, too."""
    forget(contacts_of(user), privacy.addresses_of(user))


privacy.content(Actor, Offer, ContactPerson)
privacy.register(
    PersonalData(
        "akteure",
        _("Akteure, die Sie pflegen"),
        _("Damit nur Berechtigte einen Eintrag ändern"),
        _("Der Eintrag bleibt bei der Einrichtung, Ihr Recht daran endet"),
        editorships,
        {"akteur": _("Akteur"), "eingereicht": _("eingereicht"), "bearbeitet": _("Sie bearbeiten ihn")},
        covers=("actors.Actor.submitted_by", "actors.Actor_editors.user"),
        correct="portal:mine",
        place=20,
    ),
    PersonalData(
        "kontaktperson",
        _("Sie als Kontaktperson"),
        _("Erreichbarkeit einer Einrichtung im öffentlichen Verzeichnis"),
        _("wird gelöscht, auch aus dem Verlauf: die Einwilligung gilt als widerrufen"),
        contacts,
        {
            "akteur": _("Akteur"),
            "name": _("Name"),
            "funktion": _("Funktion"),
            "telefon": _("Telefon"),
            "e_mail": _("E-Mail"),
            "schluesselperson": _("Schlüsselperson (nur intern)"),
            "einwilligung_am": _("Einwilligung am"),
            "einwilligung_bis": _("gilt bis"),
            "einwilligung_als": _("liegt vor als"),
            "fassung": _("Fassung der Einwilligung"),
        },
        forget=forget_contacts,
        people=_("Ansprechpersonen der Einrichtungen, mit und ohne Konto"),
        basis=privacy.CONSENT,
        recipients=_("alle, die das öffentliche Verzeichnis lesen, solange die Einwilligung gilt"),
        until=_("bis zum Widerruf der Einwilligung oder bis der Eintrag gelöscht wird"),
        correct="portal:mine",
        place=22,
    ),
    trace_of_decisions(
        DuplicateDecision,
        Merge,
        name="doppelte_akteure",
        label=_("Ihre Entscheidungen über ähnliche Akteure"),
        until=_("solange es die Akteure gibt; ohne Namen, sobald das Konto gelöscht ist"),
        place=75,
    ),
)
