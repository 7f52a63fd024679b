"""Pages about one entry that need a login."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from moderation.models import Moderated


class EntryPage:
    """Mixin: `entry` is the one at the address. 404 for what this visitor may not see, then the login."""

    model: type[Model] = Moderated  # the room that routes the page names its own
    request: Any
    entry: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.entry = self.model.objects.visible_to(request.user).at_address(kwargs["slug"]).first()
        if self.entry is None:
            raise not_found()
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not self.is_open_to(self.entry):
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    def is_open_to(self, entry: Moderated) -> bool:
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, entry=self.entry)


class EditorsPage(EntryPage):
    """Mixin: for people who may edit the entry; for others there is no such page."""

    def is_open_to(self, entry: Moderated) -> bool:
        return entry.is_editable_by(self.request.user)


def not_found() -> Http404:
    return Http404(_("Unter dieser Adresse gibt es keinen Eintrag."))
