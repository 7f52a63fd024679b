from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from duplicates.admin import DecisionAdmin, MergeableAdmin, MergeAdmin
from exchange.admin import TableAdmin
from moderation.admin import (
    EditorialAdmin,
    EditorialInline,
    FreshnessFilter,
    ModeratedAdmin,
    relations_of,
)
from moderation.permissions import may
from moderation.rows import ConflictAwareFormSet
from moderation.sections import fieldsets
from networks import doubts
from networks.membership.handover import seat_coordinator
from networks.models import (
    Commitment,
    DigitalForm,
    DuplicateDecision,
    Meeting,
    MemberGroup,
    Membership,
    Merge,
    Network,
    Update,
)
from networks.resources import NetworkResource
from networks.sections import FIELDS, SECTIONS
from vocabulary.days import local_day


class MembershipRows(ConflictAwareFormSet):
    def clean(self) -> None:
        """The database refuses an actor who is in twice at a time; here it is said which one, before it does."""
        super().clean()
        rows = [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and form.is_valid() and form.instance.actor_id
        ]
        for place, row in enumerate(rows):
            if any(row.overlaps(other) for other in rows[:place]):
                raise ValidationError(
                    _(
                        "%(actor)s ist in dieser Zeit zweimal Mitglied. Bitte eine Zeile löschen oder die Zeiten trennen."
                    ),
                    params={"actor": row.actor},
                )


def without_contact(fields: list[str], request: HttpRequest) -> list[str]:
    """Koordination sees contact persons on the pages of the portal, as far as they agreed to be shown."""
    return [name for name in fields if name != "contact" or may(request.user, Action.CURATE)]


class MembershipInline(EditorialInline):
    model = Membership
    formset = MembershipRows
    autocomplete_fields = ["actor", "contact", "function"]

    def get_fields(self, request: HttpRequest, obj: Network | None = None) -> list[str]:
        return without_contact(super().get_fields(request, obj), request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("actor", "network", "contact", "function")


class CommitmentInline(EditorialInline):
    model = Commitment
    autocomplete_fields = ["actor", "resource", "theme"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        return super().get_queryset(request).select_related("actor", "resource", "theme")


class MemberGroupInline(EditorialInline):
    model = MemberGroup
    autocomplete_fields = ["function"]


class MeetingInline(EditorialInline):
    model = Meeting
    fields = [
        "start", "end", "is_all_day", "title", "place", "link", "visibility", "is_cancelled", "reason",
    ]  # fmt: skip


class DigitalFormInline(EditorialInline):
    model = DigitalForm


class UpdateInline(EditorialInline):
    model = Update


@admin.register(Network)
class NetworkAdmin(TableAdmin, MergeableAdmin, ModeratedAdmin):
    actions = [*ModeratedAdmin.actions, "merge"]
    merge_page = "networks:merge"
    resource_classes = [NetworkResource]
    list_display = ["name", "badge", "status", "members", "next_meeting", "confirmed", "coordinator"]
    list_select_related = ["coordinator"]
    list_filter = [
        "review_status", FreshnessFilter, "status", "format", "bindingness", "openness", "rhythm_frequency",
        "meeting_mode", ("districts", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["name", "short_name", "other_names", "=kennung", "purpose", "coordinator__name"]
    autocomplete_fields = relations_of(Network)
    inlines = [
        MembershipInline, CommitmentInline, MemberGroupInline, MeetingInline, UpdateInline, DigitalFormInline,
    ]  # fmt: skip
    readonly_fields = [*ModeratedAdmin.readonly_fields, "parsed_rhythm"]
    save_on_top = True
    fieldsets = [*fieldsets(SECTIONS, FIELDS), ModeratedAdmin.publication]

    def get_fieldsets(self, request: HttpRequest, obj: Network | None = None) -> list[tuple[object, dict]]:
        found = super().get_fieldsets(request, obj)
        return [(name, {**o, "fields": without_contact(o["fields"], request)}) for name, o in found]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Network]:
        current = Membership.objects.current().confirmed().filter(network=OuterRef("pk")).order_by()
        counted = current.values("network").annotate(count=Count("actor", distinct=True)).values("count")
        networks = super().get_queryset(request).with_next_meeting()
        groups = MemberGroup.objects.filter(network=OuterRef("pk")).order_by().values("network")
        in_groups = groups.annotate(count=Sum(Coalesce("number", 1))).values("count")
        return networks.annotate(
            member_count=Coalesce(Subquery(counted, IntegerField()), 0)
            + Coalesce(Subquery(in_groups, IntegerField()), 0)
        )

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Another coordinator gets the seat that goes with it, as in the form of the portal."""
        super().save_related(request, form, formsets, change)
        if "coordinator" in form.changed_data:
            before = form.initial.get("coordinator")
            seat_coordinator(form.instance, by=request.user, instead_of=before)

    @admin.display(description=_("Mitglieder"), ordering="member_count")
    def members(self, network: Network) -> int:
        return network.member_count

    @admin.display(description=_("nächstes Treffen"), ordering="next_meeting_start")
    def next_meeting(self, network: Network) -> str:
        start = network.next_meeting_start
        return f"{local_day(start):%d.%m.%Y}" if start else "–"

    @admin.display(description=_("verstanden als"))
    def parsed_rhythm(self, network: Network) -> str:
        rhythm = network.structured_rhythm
        if rhythm is not None:
            return doubts.unread(rhythm) if rhythm.leftover else rhythm.in_words()
        return _("nicht verstanden: Termine bitte einzeln eintragen") if network.rhythm_text else "–"


class PartAdmin(EditorialAdmin):
    """What belongs to one network."""

    list_select_related = ["network"]
    autocomplete_fields = ["network"]
    search_fields = ["network__name", "network__short_name"]


@admin.register(Membership)
class MembershipAdmin(PartAdmin):
    list_display = ["actor", "network", "role", "function", "state", "since", "until"]
    list_display_links = ["actor", "network"]
    list_select_related = ["actor", "network", "function"]
    list_filter = ["state", "role", "function", "since", "until"]
    search_fields = ["actor__name", "actor__short_name", *PartAdmin.search_fields]
    autocomplete_fields = ["network", "actor", "contact", "function"]

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        return without_contact(super().get_fields(request, obj), request)


@admin.register(Commitment)
class CommitmentAdmin(PartAdmin):
    list_display = ["actor", "network", "resource", "text", "until", "is_public"]
    list_display_links = ["actor", "network"]
    list_select_related = ["actor", "network", "resource"]
    list_filter = ["resource", "is_public", "until"]
    search_fields = ["text", "actor__name", "actor__short_name", *PartAdmin.search_fields]
    autocomplete_fields = ["network", "actor", "resource", "theme"]


@admin.register(MemberGroup)
class MemberGroupAdmin(PartAdmin):
    list_display = ["name", "number", "network", "function"]
    list_display_links = ["name", "network"]
    list_select_related = ["network", "function"]
    list_filter = ["function"]
    search_fields = ["name", "note", *PartAdmin.search_fields]
    autocomplete_fields = ["network", "function"]


@admin.register(Meeting)
class MeetingAdmin(PartAdmin):
    list_display = ["start", "network", "title", "place", "is_cancelled"]
    list_display_links = ["start", "network"]
    list_filter = ["is_cancelled", "start"]
    search_fields = ["title", "place", *PartAdmin.search_fields]
    date_hierarchy = "start"


@admin.register(Update)
class UpdateAdmin(PartAdmin):
    list_display = ["date", "network", "kind", "is_public", "beginning"]
    list_display_links = ["date", "network"]
    list_filter = ["kind", "is_public", "date"]
    search_fields = ["text", *PartAdmin.search_fields]
    date_hierarchy = "date"

    @admin.display(description=_("Text"))
    def beginning(self, update: Update) -> str:
        return update.text if len(update.text) <= 80 else f"{update.text[:79]}…"


@admin.register(DigitalForm)
class DigitalFormAdmin(PartAdmin):
    list_display = ["kind", "label", "network", "link"]
    list_display_links = ["kind", "label"]
    list_filter = ["kind"]
    search_fields = ["label", "link", *PartAdmin.search_fields]


@admin.register(DuplicateDecision)
class DuplicateDecisionAdmin(DecisionAdmin):
    list_display = ["decided_at", "first", "second", "decision", "decided_by", "undone_at"]
    list_filter = ["decision", *DecisionAdmin.list_filter]


admin.site.register(Merge, MergeAdmin)
