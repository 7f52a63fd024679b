from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from actors.here import ActorPlaceForm
from actors.models import Actor, ContactPerson, DuplicateDecision, Merge, Offer
from actors.recognition import blocking
from actors.recognition.candidates import found_for
from actors.resources import ActorResource
from actors.sections import FIELDS, SECTIONS
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
from moderation.sections import fieldsets
from vocabulary.admin import PlaceAskingAdmin


def shown_to(people: QuerySet[ContactPerson], request: HttpRequest) -> QuerySet[ContactPerson]:
    """Koordination reads contact persons who agreed to be shown; the others are the curators' to look after."""
    return (
        people
        if may(request.user, Action.CURATE)
        else people.filter(pk__in=ContactPerson.objects.publishable())
    )


class ContactInline(EditorialInline):
    model = ContactPerson

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPerson]:
        return shown_to(super().get_queryset(request), request)


class OfferInline(EditorialInline):
    model = Offer


@admin.register(Actor)
class ActorAdmin(PlaceAskingAdmin, TableAdmin, MergeableAdmin, ModeratedAdmin):
    actions = [*ModeratedAdmin.actions, "merge"]
    merge_page = "actors:merge"
    resource_classes = [ActorResource]
    list_display = ["name", "badge", "kind", "district", "seats", "confirmed", "is_internal"]
    list_select_related = ["kind", "district"]
    list_filter = [
        "review_status",
        FreshnessFilter,
        "is_internal",
        "kind",
        ("district", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["name", "short_name", "other_names", "=kennung", "parent_body_name", "street", "email"]
    autocomplete_fields = relations_of(Actor)
    form = ActorPlaceForm
    place_fieldset = SECTIONS["place"]
    inlines = [ContactInline, OfferInline]
    save_on_top = True
    fieldsets = [*fieldsets(SECTIONS, FIELDS), ModeratedAdmin.publication]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Actor]:
        memberships = Actor._meta.get_field("memberships").related_model
        current = memberships.objects.current().confirmed().filter(actor=OuterRef("pk")).order_by()
        counted = current.values("actor").annotate(count=Count("network", distinct=True)).values("count")
        return (
            super().get_queryset(request).annotate(seat_count=Coalesce(Subquery(counted, IntegerField()), 0))
        )

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Sequence[BaseInlineFormSet], change: bool
    ) -> None:
        """A new entry is stored nevertheless: who sits here looks at both and merges them, or not."""
        super().save_related(request, form, formsets, change)
        if not change:
            entry = form.instance
            for item in found_for(request.user, blocking.record_of(entry), exclude=[entry.pk]):
                if item.actor and item.is_doubtful:
                    self._warn(request, item.actor, item.match.reasons)

    def _warn(self, request: HttpRequest, other: Actor, reasons: Sequence[str]) -> None:
        link = format_html('<a href="{}">{}</a>', other.get_absolute_url(), other.name)
        sentence = _("Gibt es vermutlich schon: %(entry)s (%(reasons)s).")
        messages.warning(
            request, format_html(sentence % {"entry": "{}", "reasons": "{}"}, link, ", ".join(reasons))
        )

    @admin.display(description=_("Netzwerke"), ordering="seat_count")
    def seats(self, actor: Actor) -> int:
        return actor.seat_count


class ConsentFilter(admin.SimpleListFilter):
    title = _("Einwilligung")
    parameter_name = "einwilligung"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, object]]:
        return [("gilt", _("gilt")), ("abgelaufen", _("abgelaufen")), ("fehlt", _("fehlt"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ContactPerson]) -> QuerySet[ContactPerson]:
        match self.value():
            case "gilt":
                return queryset.publishable()
            case "abgelaufen":
                return queryset.filter(consent_until__lt=timezone.localdate())
            case "fehlt":
                return queryset.filter(consent_on__isnull=True)
        return queryset


@admin.register(ContactPerson)
class ContactPersonAdmin(EditorialAdmin):
    list_display = ["name", "role", "actor", "is_key_person", "is_public", "consent_until"]
    list_select_related = ["actor"]
    list_filter = [ConsentFilter, "is_key_person"]
    search_fields = ["name", "role", "email", "actor__name", "actor__short_name"]
    autocomplete_fields = ["actor"]
    fieldsets = [
        (None, {"fields": ["actor", "name", "role", "phone", "email", "is_key_person"]}),
        (
            _("Einwilligung zur Veröffentlichung"),
            {"fields": ["consent_on", "consent_source", "consent_until"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPerson]:
        return shown_to(super().get_queryset(request), request)

    @admin.display(description=_("erscheint im Portal"), boolean=True)
    def is_public(self, person: ContactPerson) -> bool:
        return person.is_publishable


@admin.register(Offer)
class OfferAdmin(EditorialAdmin):
    list_display = ["text", "direction", "kind", "actor", "valid_until", "is_shown"]
    list_select_related = ["actor"]
    list_filter = ["direction", "kind", "valid_until"]
    search_fields = ["text", "actor__name", "actor__short_name"]
    autocomplete_fields = ["actor"]

    @admin.display(description=_("gilt noch"), boolean=True)
    def is_shown(self, offer: Offer) -> bool:
        return offer.is_current


admin.site.register(DuplicateDecision, DecisionAdmin)
admin.site.register(Merge, MergeAdmin)
