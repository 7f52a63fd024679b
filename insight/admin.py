from __future__ import annotations

from decimal import Decimal

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from insight.models import CommitteeReport, CountingRule, FindingNote, ReportSetting
from moderation.admin import EditorialAdmin, LookUpAdmin


@admin.register(CountingRule)
class CountingRuleAdmin(EditorialAdmin):
    """The one row: it is changed, and neither added nor deleted. Until somebody saves it, it stands there as it is shipped."""

    fields = ["busy_from", "hours_per_meeting", "everyday_from", "central_districts"]
    autocomplete_fields = ["central_districts"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return redirect("admin:insight_countingrule_change", 1)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> CountingRule | None:
        if object_id != "1":
            return None
        if request.method == "POST" and self.has_change_permission(request):
            CountingRule.objects.get_or_create(pk=1)  # what is saved is compared with the stored row
        rule = CountingRule.current()
        rule.hours_per_meeting = round(Decimal(rule.hours_per_meeting), 1)  # as the database gives it back
        return rule

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(FindingNote)
class FindingNoteAdmin(LookUpAdmin):
    """What Koordination noted; it is taken back on the page."""

    list_display = ["title", "verdict", "reason", "noted_by", "noted_at"]
    list_select_related = ["noted_by"]
    list_filter = ["verdict", "noted_at"]
    search_fields = ["title", "reason"]
    date_hierarchy = "noted_at"
    fields = ["title", "verdict", "reason", "noted_by", "noted_at"]


@admin.register(CommitteeReport)
class CommitteeReportAdmin(LookUpAdmin):
    """Written and released on its pages; released ones nobody changes."""

    list_display = ["title", "first_day", "last_day", "edition", "owner", "released_at"]
    list_select_related = ["owner"]
    list_filter = [("released_at", admin.EmptyFieldListFilter), "first_day"]
    search_fields = ["title"]
    date_hierarchy = "created_at"
    fields = [
        "title",
        "scope",
        "first_day",
        "last_day",
        "chapters",
        "texts",
        "edition",
        "replaces",
        "change_note",
        "setting",
        "owner",
        "released_at",
        "fingerprint",
    ]


@admin.register(ReportSetting)
class ReportSettingAdmin(LookUpAdmin):
    list_display = ["title", "rhythm", "owner", "drafted_to"]
    list_select_related = ["owner"]
    list_filter = ["rhythm"]
    search_fields = ["title"]
    fields = ["title", "scope", "chapters", "rhythm", "owner", "drafted_to"]
