from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.careful import asks
from moderation.admin import EditorialAdmin
from portal.models import BarrierReport, Page


@admin.register(Page)
class PageAdmin(EditorialAdmin):
    list_display = ["__str__", "changed_at"]
    search_fields = ["body"]
    fields = ["slug", "body"]

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        """The slug is the key: another one would be another page."""
        return ["slug"] if obj else []


@admin.register(BarrierReport)
class BarrierReportAdmin(EditorialAdmin):
    """Reports come in from outside; here they are read, answered and ticked off."""

    list_display = ["created_at", "beginning", "page", "reply_to", "done_at"]
    list_filter = [("done_at", admin.EmptyFieldListFilter), "created_at"]
    search_fields = ["text", "page", "reply_to"]
    date_hierarchy = "created_at"
    readonly_fields = ["page", "text", "reply_to", "created_at"]
    fields = ["created_at", "page", "text", "reply_to", "done_at"]
    actions = ["tick_off"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("Was hat nicht funktioniert?"))
    def beginning(self, report: BarrierReport) -> str:
        return report.text if len(report.text) <= 80 else f"{report.text[:79]}…"

    @admin.action(description=_("Als erledigt markieren"), permissions=["change"])
    @asks(
        _("Sie gelten danach als beantwortet."),
        idle=lambda reports: reports.filter(done_at__isnull=False),
        why=_("schon erledigt"),
    )
    def tick_off(self, request: HttpRequest, queryset: QuerySet[BarrierReport]) -> None:
        count = queryset.filter(done_at__isnull=True).update(done_at=timezone.now())
        sentence = ngettext("%s Meldung erledigt.", "%s Meldungen erledigt.", count) % count
        self.message_user(request, sentence, messages.SUCCESS)
