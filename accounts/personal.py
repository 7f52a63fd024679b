"""What this room and the libraries below it keep about a person with an account, and the mails to her."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from re import Pattern

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models
from pghistory.models import Context

from accounts import privacy
from accounts.models import Consent, User
from accounts.privacy import PersonalData, Row
from accounts.striking import NOBODY, pattern_of, struck, telling
from mailing.models import OutgoingMail

GOES = _("wird gelöscht")
STEPS = {"insert": _("angelegt"), "update": _("geändert"), "delete": _("gelöscht")}
MOST_STEPS = 5_000  # of the history; more than that nobody reads


def account(user: User) -> Iterator[Row]:
    yield {
        "e_mail": user.email,
        "name": user.name,
        "rolle": str(user.get_role_display()),
        "aktiv": user.is_active,
        "registriert_am": user.date_joined,
        "zuletzt_angemeldet_am": user.last_login,
        "passwort_gesetzt": user.has_usable_password(),
    }


def addresses(user: User) -> Iterator[Row]:
    for address in EmailAddress.objects.filter(user=user).order_by("pk"):
        yield {"e_mail": address.email, "bestaetigt": address.verified, "hauptadresse": address.primary}


def second_factors(user: User) -> Iterator[Row]:
    for factor in Authenticator.objects.filter(user=user).order_by("pk"):
        yield {
            "art": str(factor.get_type_display()),
            "eingerichtet_am": factor.created_at,
            "zuletzt_benutzt_am": factor.last_used_at,
        }


def linked_logins(user: User) -> Iterator[Row]:
    for linked in SocialAccount.objects.filter(user=user).order_by("pk"):
        yield {
            "anmeldedienst": linked.provider,
            "kennung": linked.uid,
            "von_dort": linked.extra_data,
            "verknuepft_am": linked.date_joined,
        }


# Where a session names an account by its number: Django's login, and the steps of allauth's before it.
ACCOUNT_KEYS = frozenset({"_auth_user_id", "user_id", "user_pk"})


def sessions_of(user: User) -> list[Session]:
    """Open sessions of the account."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    return [each for each in running if each.get_decoded().get("_auth_user_id") == str(user.pk)]


def _is_about(data: object, pk: str, addresses: Collection[str]) -> bool:
    """Whether a session is of this account, or of nobody yet and holds one of the addresses as a whole value: n@… is not
    jan@… Who is logged in keeps the session, whatever she looked for in it."""
    if isinstance(data, dict):
        if "_auth_user_id" in data:
            return str(data["_auth_user_id"]) == pk
        named = any(str(data.get(key)) == pk for key in ACCOUNT_KEYS)
        return named or any(_is_about(value, pk, addresses) for value in data.values())
    if isinstance(data, (list, tuple)):
        return any(_is_about(value, pk, addresses) for value in data)
    return isinstance(data, str) and data.strip().lower() in addresses


def sessions(user: User) -> Iterator[Row]:
    for session in sessions_of(user):
        logins = session.get_decoded().get("account_authentication_methods", [])
        at = [datetime.fromtimestamp(login["at"], tz=UTC) for login in logins if "at" in login]
        yield {
            "angemeldet_am": max(at, default=None),
            "angemeldet_mit": ", ".join(login.get("method", "") for login in logins),
            "endet_spaetestens_am": session.expire_date,
        }


def end_sessions(user: User) -> None:
    """Those without a login, too, in which somebody has just typed the address and waits for a code."""
    pk, addresses = str(user.pk), set(privacy.addresses_of(user))
    keys = [each.pk for each in Session.objects.iterator() if _is_about(each.get_decoded(), pk, addresses)]
    Session.objects.filter(pk__in=keys).delete()


def mails(user: User) -> Iterator[Row]:
    for mail in _mails_to(user):
        yield {
            "geschrieben_am": mail.created_at,
            "versendet_am": mail.sent_at,
            "an": ", ".join(mail.recipients),
            "betreff": mail.subject,
            "text": mail.body,
        }


def _mails_to(user: User) -> list[OutgoingMail]:
    """Mails are few (they are deleted after a while), and addresses were stored as they were typed."""
    own = set(privacy.addresses_of(user))
    wanted = [
        pk
        for pk, recipients in OutgoingMail.objects.values_list("pk", "recipients").iterator()
        if own & {address.lower() for address in recipients}
    ]
    return list(OutgoingMail.objects.filter(pk__in=wanted).order_by("created_at", "pk"))


def forget_mails(user: User) -> None:
    """A mail to several goes on to the others. What was written to others stays as it was sent, and goes in its time."""
    own = set(privacy.addresses_of(user))
    for mail in _mails_to(user):
        mail.recipients = [address for address in mail.recipients if address.lower() not in own]
        mail.save(update_fields=["recipients"]) if mail.recipients else mail.delete()


def consents(user: User) -> Iterator[Row]:
    own = Q(user=user)
    for address in privacy.addresses_of(user):
        own |= Q(email__iexact=address)
    for consent in Consent.objects.filter(own).order_by("given_at", "pk"):
        yield {
            "am": consent.given_at,
            "zweck": str(consent.get_purpose_display()),
            "fassung": consent.version,
            "wortlaut": consent.text,
            "betrifft": consent.about,
        }


def forget_consents(user: User) -> None:
    """Those with the account go with it; earlier ones hold only an address."""
    for address in privacy.addresses_of(user):
        Consent.objects.filter(email__iexact=address).delete()


def roles(user: User) -> Iterator[Row]:
    for event in User.pgh_event_model.objects.filter(pgh_obj_id=user.pk).order_by("pgh_id"):
        yield {
            "am": event.pgh_created_at,
            "rolle": str(User.Role(event.role).label),
            "aktiv": event.is_active,
        }


def history(user: User) -> Iterator[Row]:
    """What the person changed, newest first. One query per kind of thing."""
    contexts = Context.objects.filter(metadata__user=user.pk).order_by("-created_at")
    own = list(contexts.values_list("pk", flat=True)[:MOST_STEPS])
    steps = []
    for events in event_models():
        kind = str(events.pgh_tracked_model._meta.verbose_name)
        newest = events.objects.filter(pgh_context_id__in=own).order_by("-pgh_id")[:MOST_STEPS]
        steps += [(at, kind, label) for at, label in newest.values_list("pgh_created_at", "pgh_label")]
    steps.sort(key=lambda step: step[0], reverse=True)
    for at, kind, label in steps[:MOST_STEPS]:
        yield {"wann": at, "was": kind, "schritt": str(STEPS.get(label, label))}


def log(user: User) -> Iterator[Row]:
    for entry in LogEntry.objects.filter(user=user).order_by("-action_time", "-pk")[:MOST_STEPS]:
        yield {
            "wann": entry.action_time,
            "was": entry.object_repr,
            "schritt": str(entry.get_action_flag_display()),
        }


def forget_log(user: User) -> None:
    """Entries of the admin's log about the account and what hangs on it; those by the person go with the account. What is
    called by an address, such as a mail, loses that."""
    addresses = privacy.addresses_of(user)
    pattern = pattern_of([*addresses, telling(user.name)])
    about = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    for model in (EmailAddress, Authenticator, SocialAccount, Consent):
        ids = [str(pk) for pk in model._base_manager.filter(user=user).values_list("pk", flat=True)]
        about |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)
    for entry in LogEntry.objects.filter(about):
        LogEntry.objects.filter(pk=entry.pk).update(
            object_repr=NOBODY, change_message=_without(entry.change_message, pattern)
        )
    named = Q(pk__in=[])
    for address in addresses:
        named |= Q(object_repr__icontains=address) | Q(change_message__icontains=address)
    only_addresses = pattern_of(addresses)
    for entry in LogEntry.objects.filter(named):
        LogEntry.objects.filter(pk=entry.pk).update(
            object_repr=_without(entry.object_repr, only_addresses)[:200],
            change_message=_without(entry.change_message, only_addresses),
        )


def _without(message: str, pattern: Pattern[str] | None) -> str:
    """Django's own messages are JSON: only its strings are looked at."""
    if pattern is None:
        return message
    with suppress(ValueError):
        if message.startswith("["):
            return json.dumps(struck(json.loads(message), pattern), ensure_ascii=False)
    return pattern.sub(NOBODY, message)


privacy.register(
    PersonalData(
        "konto",
        _("Konto"),
        _("Anmeldung und Rechte im Portal"),
        GOES,
        account,
        {
            "e_mail": _("E-Mail"),
            "name": _("Name"),
            "rolle": _("Rolle"),
            "aktiv": _("aktiv"),
            "registriert_am": _("registriert am"),
            "zuletzt_angemeldet_am": _("zuletzt angemeldet am"),
            "passwort_gesetzt": _("Passwort gesetzt"),
        },
        covers=("accounts.User_groups.user", "accounts.User_user_permissions.user"),
        kept=("unconfirmed_accounts",),
        correct="accounts:name",
        place=10,
    ),
    PersonalData(
        "e_mail_adressen",
        _("E-Mail-Adressen"),
        _("Anmeldung und Nachrichten an Sie; bestätigt wird, dass die Adresse Ihre ist"),
        GOES,
        addresses,
        {"e_mail": _("E-Mail"), "bestaetigt": _("bestätigt"), "hauptadresse": _("Hauptadresse")},
        covers=("account.EmailAddress.user",),
        correct="account_email",
        place=11,
    ),
    PersonalData(
        "zweite_faktoren",
        _("Zweite Faktoren und Passkeys"),
        _("Schutz des Kontos; die Geheimnisse selbst liegen verschlüsselt und werden nicht ausgegeben"),
        GOES,
        second_factors,
        {
            "art": _("Art"),
            "eingerichtet_am": _("eingerichtet am"),
            "zuletzt_benutzt_am": _("zuletzt benutzt am"),
        },
        covers=("mfa.Authenticator.user",),
        correct="mfa_index",
        place=12,
    ),
    PersonalData(
        "verknuepfte_konten",
        _("Verknüpfte Konten"),
        _("Anmeldung über den Anmeldedienst der Kommune"),
        GOES,
        linked_logins,
        {
            "anmeldedienst": _("Anmeldedienst"),
            "kennung": _("Kennung"),
            "von_dort": _("von dort übernommen"),
            "verknuepft_am": _("verknüpft am"),
        },
        covers=("socialaccount.SocialAccount.user",),
        correct="socialaccount_connections",
        place=13,
    ),
    PersonalData(
        "anmeldungen",
        _("Offene Anmeldungen"),
        _("Ihr Gerät bleibt angemeldet; eine IP-Adresse steht nicht dabei"),
        _("werden beendet"),
        sessions,
        {
            "angemeldet_am": _("angemeldet am"),
            "angemeldet_mit": _("angemeldet mit"),
            "endet_spaetestens_am": _("endet spätestens am"),
        },
        forget=end_sessions,
        kept=("sessions",),
        correct="account_logout",
        place=14,
    ),
    PersonalData(
        "einwilligungen",
        _("Einwilligungen und Hinweise, die Sie bestätigt haben"),
        _("Nachweis, in welchen Wortlaut Sie eingewilligt haben"),
        GOES,
        consents,
        {
            "am": _("am"),
            "zweck": _("Zweck"),
            "fassung": _("Fassung"),
            "wortlaut": _("Wortlaut"),
            "betrifft": _("betrifft"),
        },
        forget=forget_consents,
        covers=("accounts.Consent.user",),
        kept=("cases",),
        people=_("Menschen mit und ohne Konto"),
        place=15,
    ),
    PersonalData(
        "rollen",
        _("Verlauf Ihrer Rolle"),
        _("Nachvollziehen, wer wann welche Rechte bekam"),
        _("bleibt unter einer Nummer, ohne Namen und Adresse"),
        roles,
        {"am": _("am"), "rolle": _("Rolle"), "aktiv": _("aktiv")},
        until=_("solange das Portal besteht; ohne Namen, sobald das Konto gelöscht ist"),
        place=16,
    ),
    PersonalData(
        "mails",
        _("E-Mails an Sie"),
        _("Nachweis, was Ihnen geschickt wurde, und erneutes Senden nach einer Störung"),
        _("werden gelöscht, auch noch nicht versendete"),
        mails,
        {
            "geschrieben_am": _("geschrieben am"),
            "versendet_am": _("versendet am"),
            "an": _("an"),
            "betreff": _("Betreff"),
            "text": _("Text"),
        },
        forget=forget_mails,
        kept=("mails",),
        recipients=_("der Mailserver des Betreibers"),
        place=60,
    ),
    PersonalData(
        "verlauf",
        _("Verlauf Ihrer Änderungen"),
        _("Nachvollziehen, wer einen Eintrag wann geändert hat, und Zurücknehmen von Fehlern"),
        _("bleibt beim Eintrag; statt Ihres Namens steht dort „ein gelöschtes Konto“"),
        history,
        {"wann": _("wann"), "was": _("was"), "schritt": _("Schritt")},
        until=_("solange es den Eintrag gibt; ohne Namen, sobald das Konto gelöscht ist"),
        place=70,
    ),
    PersonalData(
        "verwaltung",
        _("Ihre Arbeit in der Verwaltung"),
        _("Nachvollziehen, wer in der Verwaltung was getan hat"),
        GOES,
        log,
        {"wann": _("wann"), "was": _("was"), "schritt": _("Schritt")},
        forget=forget_log,
        covers=("admin.LogEntry.user",),
        people=_("Mitarbeitende der Verwaltung"),
        place=71,
    ),
)
