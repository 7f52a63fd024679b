from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from moderation.admin import EditorialAdmin
from partners.models import PartnerRequest


@admin.register(PartnerRequest)
class PartnerRequestAdmin(EditorialAdmin):
    """To read, and to delete what somebody asks to have deleted: nobody writes in another's name."""

    list_display = ["created_at", "actor", "institution", "state", "outcome"]
    list_select_related = ["actor"]
    list_filter = ["state", "outcome", "created_at"]
    search_fields = ["actor__name", "institution", "sender_name", "email"]
    date_hierarchy = "created_at"
    fields = [
        "actor", "state", "created_at", "delivered_at", "sender_name", "institution", "email", "plan", "need",
        "audience", "period", "asked_at", "outcome", "outcome_text",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PartnerRequest | None = None) -> bool:
        return False
