"""The door of the admin: who gets in, and how."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from accounts.careful import Careful
from accounts.factors import safe_target

IN_A_CALENDAR = {
    "year": (1, 9998),
    "iso_year": (1, 9998),
    "quarter": (1, 4),
    "month": (1, 12),
    "week": (1, 53),
    "day": (1, 31),
}  # 9998: Django looks for a year by the first moment of the next one


class Administration(AdminSite):
    """Django's admin behind the portal's own login: one place for passwords, second factors and their limits."""

    site_header = _("Bildungsnetz – Verwaltung")
    site_title = _("Bildungsnetz")
    index_title = _("Was möchten Sie bearbeiten?")
    empty_value_display = "–"
    rooms = ("networks", "actors", "vocabulary", "moderation", "portal", "accounts", "mailing")
    foreign = frozenset({"auth", "account", "mfa", "socialaccount", "django_tasks_database"})

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: object,
    ) -> None:
        """Leaves out what comes with libraries: nothing there is edited by hand, and secrets would lie open. Everything
        else asks before it changes or deletes much."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        own = [model for model in models if model._meta.app_label not in self.foreign]
        plain = admin_class or ModelAdmin
        careful = (
            plain
            if issubclass(plain, Careful)
            else type(plain.__name__, (Careful, plain), {"__module__": plain.__module__})
        )
        super().register(own, careful, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A year or month that no calendar has is a filter that does not fit: answered as Django answers other such
        filters, before the database is asked for it."""

        @wraps(view)
        def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            fits = all(_is_in_a_calendar(name, value) for name, value in request.GET.items())
            return view(request, *args, **kwargs) if fits else HttpResponseRedirect(f"{request.path}?e=1")

        return super().admin_view(bounded, cacheable)

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:  # noqa: ARG002 Django's
        """Sends people to the portal's login, or on to the second factor; strangers with a login get a 403."""
        if not request.user.is_authenticated:
            return redirect_to_login(_target(request))
        if request.user.lacks_factor:
            return redirect(reverse("accounts:factor", query={REDIRECT_FIELD_NAME: _target(request)}))
        if not self.has_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(_target(request))

    def i18n_javascript(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:  # noqa: ARG002 Django's
        """Django's words for its scripts, with ours where its German has none."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "accounts"])(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, object]]:
        """The rooms in the order of daily work, not of the alphabet."""
        apps = super().get_app_list(request, app_label)
        order = {room: place for place, room in enumerate(self.rooms)}
        return sorted(apps, key=lambda app: order.get(app["app_label"], len(order)))


def _is_in_a_calendar(lookup: str, value: str) -> bool:
    """Whether `created_at__year=2026` and the like name something that there is; other lookups always do."""
    bounds = IN_A_CALENDAR.get(lookup.rpartition("__")[2])
    if bounds is None or not value.removeprefix("-").isdecimal():
        return True
    return len(value) < 6 and bounds[0] <= int(value) <= bounds[1]


def _target(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is inside this portal."""
    return safe_target(request, request.GET.get(REDIRECT_FIELD_NAME, "")) or reverse("admin:index")
