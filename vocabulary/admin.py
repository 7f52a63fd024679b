from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vocabulary.asking import AsksAfterwards
from vocabulary.forms import LinesField, OutlineField
from vocabulary.models import (
    ActorKind,
    District,
    LifePhase,
    MemberFunction,
    NetworkFormat,
    ResourceKind,
    TargetGroup,
    Term,
    Theme,
)
from vocabulary.outlines import readable, svg_path
from vocabulary.placing import DistrictForm

LINES = {
    "form_class": LinesField,
    "help_text": _("Jede Zeile ein Eintrag. Wer danach sucht, findet dies hier."),
}


def usage(model: type[Model]) -> dict[str, Coalesce]:
    """How often other entries name a word: one subquery for each relation that leads here."""
    counts = {}
    for relation in model._meta.related_objects:
        field = relation.field
        if relation.related_model is not model and not relation.hidden:
            users = relation.related_model.objects.filter(**{field.name: OuterRef("pk")}).order_by()
            counted = users.values(field.name).annotate(count=Count("pk")).values("count")
            counts[f"used_by_{relation.name}"] = Coalesce(Subquery(counted, IntegerField()), 0)
    return counts


class WordAdmin(AsksAfterwards, admin.ModelAdmin):
    """What all words have in common, terms and places."""

    formfield_overrides = {ArrayField: LINES, TextField: {"widget": AdminTextareaWidget({"rows": 4})}}
    show_facets = admin.ShowFacets.ALWAYS
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(**usage(self.model))

    @admin.display(description=_("gleichbedeutend"))
    def synonym_list(self, word: Term | District) -> str:
        return ", ".join(word.synonyms)

    @admin.display(description=_("Verwendet in"))
    def used(self, word: Term | District) -> str:
        actors, networks = (getattr(word, name, 0) for name in ("used_by_actors", "used_by_networks"))
        said = [
            ngettext("%d Akteur", "%d Akteuren", actors) % actors if actors else "",
            ngettext("%d Netzwerk", "%d Netzwerken", networks) % networks if networks else "",
        ]
        return ", ".join(filter(None, said))


class PlaceAskingAdmin:
    """Mixin: the question about a place stands right below the field it is about."""

    place_fieldset: Any  # name of the fieldset

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[tuple[object, dict]]:
        fieldsets = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        for name, options in fieldsets:
            if may_write and name == self.place_fieldset:
                options["fields"] = [*options["fields"], "place_is_right"]
        return fieldsets


class TermAdmin(WordAdmin):
    list_display = ["name", "synonym_list", "used", "position"]
    search_fields = ["name", "synonyms"]
    fields = ["name", "synonyms", "description", "position", "slug"]


@admin.register(Theme)
class ThemeAdmin(TermAdmin):
    list_display = ["name", "parent", "synonym_list", "used", "position"]
    list_select_related = ["parent"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    autocomplete_fields = ["parent"]
    fields = ["name", "parent", "synonyms", "description", "position", "slug"]


@admin.register(District)
class DistrictAdmin(PlaceAskingAdmin, WordAdmin):
    form = DistrictForm
    place_fieldset = _("Karte")
    list_display = ["name", "level", "parent", "key", "population", "used"]
    list_select_related = ["parent"]
    list_filter = [
        "level",
        ("parent", admin.RelatedOnlyFieldListFilter),
        ("outline", admin.EmptyFieldListFilter),
    ]
    search_fields = ["name", "synonyms", "=key"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["outline_picture"]
    fieldsets = [
        (None, {"fields": ["name", "level", "parent", "synonyms", "description"]}),
        (_("Amtliches"), {"fields": ["key", "population"]}),
        (_("Karte"), {"fields": ["outline_picture", "outline"]}),
        (_("Adresse und Reihenfolge"), {"fields": ["slug", "position"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Outlines are long: a list of districts does without them."""
        districts = super().get_queryset(request)
        return districts if request.resolver_match.kwargs.get("object_id") else districts.defer("outline")

    def save_model(self, request: HttpRequest, obj: District, form: DistrictForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.proposed:
            messages.info(request, form.proposed)

    def formfield_for_dbfield(self, db_field: object, request: HttpRequest, **kwargs: Any) -> object:
        if db_field.name == "outline":
            kwargs["form_class"] = OutlineField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("So sieht der Umriss aus"))
    def outline_picture(self, district: District) -> SafeString | str:
        outline = readable(district.outline)
        if not outline:
            return "–"
        path, width, height = svg_path(outline)
        return format_html(
            '<svg class="outline" viewBox="0 0 {} {}" width="240" role="img" aria-label="{}"><path d="{}"/></svg>',
            width,
            height,
            district.name,
            path,
        )


admin.site.register(
    [TargetGroup, LifePhase, ActorKind, NetworkFormat, MemberFunction, ResourceKind], TermAdmin
)
