"""Finding an entry by its address, and sending visitors of an old address to the new one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from accounts.models import User
from accounts.roles import Action
from moderation.models import Case
from moderation.permissions import may


class EntryView(DetailView):
    """The page of one entry. 404 for what the visitor may not see, 301 from a former address."""

    def get_visible(self) -> QuerySet:
        return self.model.objects.visible_to(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.slug != kwargs["slug"]:
            return redirect(self.object, permanent=True)
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry, user = self.object, self.request.user
        context = {
            "can_edit": entry.is_editable_by(user),
            "can_claim": entry.is_public and not entry.has_editors,
            "merges": entry.merges.in_force() if may(user, Action.CURATE, entry) else [],
            "claim": open_claim(entry, user),
        }
        return super().get_context_data(**(context | kwargs))

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        entry = (queryset or self.get_visible()).at_address(self.kwargs["slug"]).first()
        if entry is None:
            raise Http404(_("Unter dieser Adresse gibt es keinen Eintrag."))
        return entry


def open_claim(entry: Model, user: User | AnonymousUser) -> Case | None:
    """What this person has asked for already: to look after the entry."""
    if not user.is_authenticated:
        return None
    return Case.objects.about(entry).open().filter(kind=Case.Kind.CLAIM, submitter=user).first()


def merge_address(page: str, kept: Any, merged: Any) -> str:
    """Where two entries are laid side by side; `page` names the room's page for it."""
    return f"{reverse(page)}?{urlencode({'bleibt': kept.slug, 'geht': merged.slug})}"
