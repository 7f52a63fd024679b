"""The record of processing activities (Art. 30 GDPR), made from what really holds: settings, traces, jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.mixins import UserPassesTestMixin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts import privacy
from accounts.privacy import PersonalData
from accounts.retention import Rule, all_rules
from accounts.roles import Action
from mailing.models import JobRun
from mailing.schedule import all_jobs
from moderation.permissions import may

MISSING = "…"


@dataclass(frozen=True)
class Activity:
    """One line of the record, all of it in words."""

    name: str
    purpose: str
    basis: str
    people: str
    data: str
    recipients: str
    until: str


class ProcessingView(UserPassesTestMixin, TemplateView):
    """For who curates and administers; printed, it goes to the data protection officer."""

    template_name = "portal/processing.html"

    def test_func(self) -> bool:
        return may(self.request.user, Action.CURATE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            today=timezone.localdate(),
            activities=activities(),
            rules=all_rules(),
            jobs=[(job, JobRun.objects.latest_of(job.name)) for job in deleting_jobs()],
            processors=processors(),
            measures=measures(),
        )


def activities() -> list[Activity]:
    """Every trace of every room, and what happens without being stored with a person."""
    rules = {rule.key: rule for rule in all_rules()}
    return [*(_activity(trace, rules) for trace in privacy.all_traces()), _counters(), _visits(), _searches()]


def _activity(trace: PersonalData, rules: dict[str, Rule]) -> Activity:
    periods = [_("spätestens nach %s") % rules[key].in_dative for key in trace.kept]
    return Activity(
        name=str(trace.label),
        purpose=str(trace.purpose),
        basis=str(trace.basis),
        people=str(trace.people),
        data=", ".join(str(label) for label in trace.columns.values()),
        recipients=str(trace.recipients) or _("niemand außerhalb der zuständigen Stelle"),
        until="; ".join([*periods, str(trace.until)]),
    )


def _counters() -> Activity:
    return Activity(
        name=_("Zähler von Versuchen und Einsendungen"),
        purpose=_("Schutz vor dem Erraten von Passwörtern und vor Fluten von Einsendungen"),
        basis=str(privacy.TASK),
        people=_("alle, die sich anmelden oder etwas absenden"),
        data=_("IP-Adresse, Zeitpunkte der Versuche"),
        recipients=_("niemand außerhalb der zuständigen Stelle"),
        until=_("höchstens zwei Stunden"),
    )


def _visits() -> Activity:
    return Activity(
        name=_("Aufruf der Seiten"),
        purpose=_(
            "Auslieferung der Seiten. Das Portal selbst protokolliert keine Aufrufe. Wer nur liest, bekommt kein Cookie; wer "
            "ein Formular öffnet, eines gegen gefälschte Absendungen, bis der Browser geschlossen wird"
        ),
        basis=str(privacy.TASK),
        people=_("alle, die das Portal besuchen"),
        data=_("IP-Adresse und aufgerufene Adresse, solange die Antwort dauert"),
        recipients=_("wer den Server betreibt"),
        until=_("sofort; ein Webserver davor kann eigene Protokolle führen: %s") % MISSING,
    )


def _searches() -> Activity:
    after = next(rule for rule in all_rules() if rule.key == "searches").in_dative
    return Activity(
        name=_("Suchen ohne Treffer"),
        purpose=_("Die Suche um die Wörter ergänzen, mit denen Menschen wirklich suchen"),
        basis=str(privacy.TASK),
        people=_("niemand: gezählt werden Wörter, nicht wer sie eingab"),
        data=_(
            "bis zu drei Wörter, wie oft und an welchem Tag zuletzt; nichts, das wie ein Name, eine Adresse oder Nummer aussieht"
        ),
        recipients=_("niemand außerhalb der zuständigen Stelle"),
        until=_("spätestens nach %s") % after,
    )


def deleting_jobs() -> list[Any]:
    """Jobs that delete or forget."""
    return [job for name, job in all_jobs().items() if name.startswith(("delete-", "forget-"))]


def processors() -> list[tuple[str, str]]:
    """Who handles data for the operator: what the settings know, and gaps for what only the operator knows."""
    found = [(_("Betrieb des Servers (Rechenzentrum, Auftragsverarbeitung)"), MISSING)]
    database = settings.DATABASES["default"]
    if settings.DATABASE_IS_EMBEDDED:
        found.append((_("Datenbank"), _("auf demselben Rechner")))
    else:
        found.append((_("Datenbank"), str(database.get("HOST") or _("auf demselben Rechner"))))
    found.append((_("E-Mail"), _mail_host()))
    if urls := [app["settings"]["server_url"] for app in _oidc_apps()]:
        found.append(
            (_("Anmeldedienst (Single Sign-on)"), ", ".join(str(urlsplit(url).hostname) for url in urls))
        )
    if tiles := getattr(settings, "MAP_TILE_URL", ""):
        found.append((_("Karte: Bilder von"), str(urlsplit(tiles).hostname or tiles)))
    return found


def _mail_host() -> str:
    mailer: Any = settings.MAILERS.get("delivery", settings.MAILERS["default"])
    if "smtp" not in mailer["BACKEND"]:
        return _("kein Versand: Nachrichten verlassen diesen Rechner nicht")
    options: Any = mailer["OPTIONS"]
    security = _("verschlüsselt") if options["use_tls"] or options["use_ssl"] else _("unverschlüsselt")
    return f"{options['host']} ({security})"


def _oidc_apps() -> list[dict[str, Any]]:
    providers: Any = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {})
    return providers.get("openid_connect", {}).get("APPS", [])


def measures() -> list[tuple[str, bool | None]]:
    """Technical and organisational measures: sentence, and whether it holds with these settings (None: by hand)."""
    return [
        (_("Übertragung nur verschlüsselt (HTTPS erzwungen, HSTS)"), settings.SECURE_SSL_REDIRECT),
        (_("Cookies nur verschlüsselt und nicht für Skripte lesbar"), settings.SESSION_COOKIE_SECURE),
        (_("Strenge Content Security Policy: keine fremden Server, keine eingebetteten Skripte"), True),
        (_("Passwörter nur als Prüfsumme gespeichert, Geheimnisse zweiter Faktoren verschlüsselt"), True),
        (_("Zweiter Faktor für Mitarbeitende vorgeschrieben"), settings.STAFF_NEEDS_MFA),
        (_("Rechte nach Rollen; interne Angaben sieht nur die Koordination"), True),
        (_("Jede Änderung in der Datenbank aufgezeichnet: wer, wann, was"), True),
        (_("Versuche und Einsendungen je Internetanschluss begrenzt"), True),
        (_("Fristen werden automatisch eingehalten (siehe Löschfristen)"), True),
        (_("Ausgabe von Fehlerdetails abgeschaltet"), not settings.DEBUG),
        (_("Datensicherung und Wiederherstellung, Schulung, Zutritt: bitte ergänzen"), None),
    ]
