from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mailing.models import JobRun, OutgoingMail
from mailing.schedule import all_jobs
from mailing.tasks import enqueue


class SentFilter(admin.SimpleListFilter):
    title = _("Zustand")
    parameter_name = "zustand"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("offen", str(_("noch nicht versendet"))), ("versendet", str(_("versendet")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(sent_at__isnull=self.value() == "offen")


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    list_display = ["subject", "recipients", "state", "attempts", "next_attempt_at", "created_at"]
    list_filter = [SentFilter]
    search_fields = ["subject", "recipients"]
    date_hierarchy = "created_at"
    actions = ["resend"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    @admin.action(description=_("erneut senden"), permissions=["view"])
    def resend(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Send again what was not sent, now and with all attempts anew."""
        waiting = list(queryset.unsent())
        for mail in waiting:
            mail.attempts, mail.next_attempt_at = 0, None
            mail.save(update_fields=["attempts", "next_attempt_at"])
            enqueue(mail)
        text = ngettext(
            "%d Mail wird jetzt erneut gesendet.", "%d Mails werden jetzt erneut gesendet.", len(waiting)
        )
        self.message_user(request, text % len(waiting), messages.SUCCESS)


class JobFilter(admin.SimpleListFilter):
    title = _("Aufgabe")
    parameter_name = "aufgabe"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(job.name, str(job.label)) for job in all_jobs().values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(JobRun)
class JobRunAdmin(admin.ModelAdmin):
    list_display = ["label", "started_at", "succeeded", "outcome"]
    list_filter = ["succeeded", JobFilter]
    date_hierarchy = "started_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: JobRun | None = None) -> bool:
        return False

    @admin.display(description=_("Aufgabe"), ordering="name")
    def label(self, run: JobRun) -> str:
        job = all_jobs().get(run.name)
        return str(job.label) if job else run.name

    @admin.display(description=_("Ergebnis"))
    def outcome(self, run: JobRun) -> str:
        return run.summary if run.succeeded else run.error
