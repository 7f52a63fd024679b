"""Admin pages that change or delete much ask before, and say in words what will happen.

`Administration.register` mixes `Careful` into every ModelAdmin, so that no action of any room can do without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.options import Action, ActionLocation
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from accounts import hanging
from accounts.choosing import LooksUp
from accounts.hanging import Hanging

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAMED = 20  # entries that the question names; the others are counted
AGREED = "zugestimmt"  # name of the field with the number of entries that somebody agreed to


@dataclass(frozen=True)
class Asking:
    """What an action says before it runs. `idle`: the entries that it would leave as they are, and `why`."""

    changes: StrOrPromise
    idle: Callable[[QuerySet], QuerySet] | None = None
    why: StrOrPromise = ""


def asks[F: Callable](
    changes: StrOrPromise, *, idle: Callable[[QuerySet], QuerySet] | None = None, why: StrOrPromise = ""
) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.asking = Asking(changes, idle, why)  # type: ignore[attr-defined]
        return function

    return mark


def asks_itself[F: Callable](function: F) -> F:
    """For an action that changes nothing yet but opens a page of its own."""
    function.asks_itself = True  # type: ignore[attr-defined]
    return function


@dataclass(frozen=True)
class Instead:
    """What can be done in place of deleting. `choices`: values among which to choose first."""

    name: str
    label: StrOrPromise
    explanation: StrOrPromise
    choices: tuple[tuple[object, str], ...] = ()


class Careful(LooksUp):
    """Mixin for every ModelAdmin of the project."""

    delete_confirmation_template = "admin/careful/delete.html"

    # --- many entries at once ---

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Action]:
        actions = super().get_actions(request, action_location)  # type: ignore[misc]
        if "delete_selected" in actions:
            own = actions["delete_selected"]
            actions["delete_selected"] = replace(own, func=_delete_selected)
        return {
            name: action if hasattr(action.func, "asks_itself") else replace(action, func=_asked(action))
            for name, action in actions.items()
        }

    def allowed_among(self, request: HttpRequest, queryset: QuerySet, function: Callable) -> QuerySet:
        """Entries for which this person has the right now, each asked for by itself."""
        rights = getattr(function, "allowed_permissions", ())
        checks = [getattr(self, f"has_{right}_permission") for right in rights]
        if not checks:
            return queryset
        refused = [row.pk for row in queryset if not any(check(request, row) for check in checks)]
        return queryset.exclude(pk__in=refused) if refused else queryset

    def ask(self, request: HttpRequest, queryset: QuerySet, action: Action, **more: Any) -> HttpResponse:
        asking = getattr(action.func, "asking", Asking(""))
        idle = asking.idle(queryset).count() if asking.idle else 0
        count = queryset.count()
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": action.description,
            "opts": self.opts,  # type: ignore[attr-defined]
            "action": action.name,
            "asking": asking,
            "count": count,
            "idle": idle,
            "names": [str(row) for row in queryset[:NAMED]],
            "more": max(0, count - NAMED),
            "is_across": request.POST.get("select_across") == "1",
            "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "agreed": AGREED,
            "groups": [],
            "can_go_on": True,
            "media": self.media,  # type: ignore[attr-defined]
            **more,
        }
        return TemplateResponse(request, "admin/careful/many.html", context)

    # --- deleting ---

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        chosen = request.POST.get("stattdessen")
        if chosen is None:
            return super().delete_view(request, object_id, extra_context)  # type: ignore[misc]
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None or not self.has_change_permission(request, row):  # type: ignore[attr-defined]
            raise PermissionDenied
        offered = {one.name for one in self.offers(request, row)}
        if chosen not in offered:
            messages.error(request, _("Das ist hier nicht möglich."))
            return redirect(request.path)
        return self.do_instead(request, row, chosen)  # type: ignore[attr-defined]

    def offers(self, request: HttpRequest, row: Model) -> list[Instead]:
        """What a room's own ModelAdmin says (`instead_of_deleting`); it does it in `do_instead`."""
        said = getattr(self, "instead_of_deleting", None)
        return list(said(request, row)) if said and self.has_change_permission(request, row) else []  # type: ignore[attr-defined]

    def hanging_on(self, request: HttpRequest, rows: QuerySet | list[Model]) -> list[Hanging]:
        def may_name(model: type[Model]) -> bool:
            own = self.admin_site._registry.get(model)  # type: ignore[attr-defined]
            return own is not None and own.has_view_permission(request)

        return hanging.hanging(rows, may_name)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Django's own names for what goes along are those of tables; here they are words."""
        _names, counts, lacking, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        holds = [one.label for one in self.hanging_on(request, list(objs)) if one.fate == hanging.HOLDS]
        return [hanging.in_words(row) for row in objs], counts, lacking, holds or protected

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        row = context["object"]
        groups = self.hanging_on(request, [row])
        more = {
            "groups": groups,
            "instead": self.offers(request, row),
            "words": hanging.in_words(row),
            "can_go_on": not (context["protected"] or context["perms_lacking"]),
        }
        return super().render_delete_form(request, context | more)  # type: ignore[misc]


def _asked(action: Action) -> Callable:
    """The action, run only after somebody agreed, when it would change more than one entry."""

    def run(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> Any:
        allowed = modeladmin.allowed_among(request, queryset, action.func)
        total, count = queryset.count(), allowed.count()
        agreed = request.POST.get(AGREED)
        is_deleting = action.func is _delete_selected
        if agreed is None and (count > 1 or is_deleting):
            return _question(modeladmin, request, allowed, action)
        if agreed is not None and agreed != str(count):
            messages.warning(
                request, _("Inzwischen sind es andere Einträge. Bitte sehen Sie noch einmal hin.")
            )
            return _question(modeladmin, request, allowed, action)
        if count < total:
            sentence = _("%(n)s übersprungen: Dafür fehlt Ihnen das Recht.") % {"n": total - count}
            messages.warning(request, sentence)
        return action.func(modeladmin, request, allowed) if count else None

    return run


def _question(modeladmin: Any, request: HttpRequest, queryset: QuerySet, action: Action) -> HttpResponse:
    if action.func is not _delete_selected:
        return modeladmin.ask(request, queryset, action)
    groups = modeladmin.hanging_on(request, queryset)
    _names, _counts, lacking, protected = modeladmin.get_deleted_objects(queryset, request)
    return modeladmin.ask(
        request, queryset, action, groups=groups, perms_lacking=lacking, can_go_on=not (lacking or protected)
    )


@admin.action(permissions=["delete"])
@asks(_lazy("Was gelöscht ist, lässt sich hier nicht wiederherstellen."))
def _delete_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Django's own, after our question: what holds an entry back may have come since."""
    _names, _counts, lacking, protected = modeladmin.get_deleted_objects(queryset, request)
    if lacking or protected:
        messages.error(request, _("Nichts gelöscht: Inzwischen hängt noch etwas daran."))
        return
    count = queryset.count()
    try:
        with transaction.atomic():
            modeladmin.log_deletions(request, queryset)
            modeladmin.delete_queryset(request, queryset)
    except (ProtectedError, RestrictedError):
        messages.error(request, _("Nichts gelöscht: Inzwischen hängt noch etwas daran."))
        return
    sentence = ngettext("%s Eintrag gelöscht.", "%s Einträge gelöscht.", count) % count
    messages.success(request, sentence)
