"""Merging and replacing in the admin, and what people decided about entries that look alike."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.careful import Instead, asks_itself
from duplicates import replacing
from moderation.addresses import merge_address
from moderation.admin import LookUpAdmin
from search.index import indexer
from vocabulary.models import District, Term


class MergeableAdmin:
    """Mixin: two chosen entries are laid side by side. `merge_page` names the address of the room's page for it."""

    merge_page: str

    @admin.action(description=_("Zusammenführen (zwei Einträge wählen)"), permissions=["change"])
    @asks_itself
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        both = sorted(queryset[:3], key=lambda entry: (not entry.is_public, entry.pk))
        if len(both) != 2:
            sentence = _("Bitte wählen Sie genau zwei Einträge, die dasselbe meinen.")
            messages.error(request, sentence)
            return None
        return redirect(merge_address(self.merge_page, *both))


class Replacing:
    """Mixin for words: what is in use is not deleted but replaced by another word."""

    def instead_of_deleting(self, request: HttpRequest, row: Model) -> Iterator[Instead]:
        others = type(row)._default_manager.exclude(pk__in=replacing.below(row)).order_by("name", "pk")
        choices = tuple((pk, name) for pk, name in others.values_list("pk", "name"))
        if choices:
            explanation = _(
                "Statt zu löschen, können Sie das Wort durch ein anderes ersetzen: Alles, was es nennt, nennt danach das "
                "andere. Seine Adresse führt dorthin, und wer danach sucht, findet das andere."
            )
            yield Instead("ersetzen", _("Ersetzen und löschen"), explanation, choices)

    def do_instead(self, request: HttpRequest, row: Model, chosen: str) -> HttpResponse:
        value = request.POST.get(chosen, "")
        offered = {str(pk) for one in self.instead_of_deleting(request, row) for pk, _name in one.choices}
        if value not in offered or not self.has_delete_permission(request, row):
            messages.error(request, _("Bitte wählen Sie, was an die Stelle treten soll."))
            return redirect(request.path)
        other = type(row)._default_manager.get(pk=value)
        count = replacing.replace(row, other)
        indexer.drain()
        sentence = ngettext(
            "„%(old)s“ ist durch „%(new)s“ ersetzt: %(n)s Stelle geändert.",
            "„%(old)s“ ist durch „%(new)s“ ersetzt: %(n)s Stellen geändert.",
            count,
        )
        messages.success(request, sentence % {"old": row, "new": other, "n": count})
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", other.pk)


class DecisionAdmin(LookUpAdmin):
    """What people decided about entries that look alike (`Deciding`)."""

    list_display = ["decided_at", "first", "second", "decided_by", "undone_at"]
    list_select_related = ["first", "second", "decided_by"]
    list_filter = ["decided_at", ("undone_at", admin.EmptyFieldListFilter)]
    search_fields = ["first__name", "second__name", "reason"]
    date_hierarchy = "decided_at"


class MergeAdmin(LookUpAdmin):
    """Entries that became one (`Merging`)."""

    change_form_template = "admin/editorial/merge.html"

    list_display = ["merged_at", "merged_name", "kept", "merged_by", "undone_at"]
    list_select_related = ["kept", "merged_by"]
    list_filter = ["merged_at", ("undone_at", admin.EmptyFieldListFilter)]
    search_fields = ["merged_name", "kept__name"]
    date_hierarchy = "merged_at"
    fields = ["kept", "merged_name", "reason", "merged_by", "merged_at", "undone_by", "undone_at"]


def _make_replaceable() -> None:
    """The vocabulary knows nothing of what uses its words."""
    words = {model: own for model, own in admin.site._registry.items() if issubclass(model, Term | District)}
    for model, own in words.items():
        admin.site.unregister(model)
        admin.site.register(model, type(type(own).__name__, (Replacing, type(own)), {}))


_make_replaceable()
