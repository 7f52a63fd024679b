"""Where editors decide who may join; the same steps as in the curators' queue."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Action
from moderation import requests
from moderation.models import Case
from moderation.permissions import may
from moderation.views import CaseSteps


class RequestView(LoginRequiredMixin, CaseSteps):
    """For who looks after the entry, and for curators."""

    def get_queryset(self) -> QuerySet[Case]:
        cases = Case.objects.select_related("submitter", "assigned_to", "decided_by")
        if may(self.request.user, Action.CURATE):
            return cases.filter(audience=Case.Audience.EDITORS)
        return cases.for_editor(self.request.user)

    def page(self) -> str:
        return reverse("moderation:request", args=[self.object.pk])

    done_page = page


class RequestByLinkView(CaseSteps):
    """Without a login: for the address on record of an entry that nobody edits yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        case = requests.read_link(kwargs["token"])
        if case is None:
            raise Http404(_("Dieser Link gilt nicht mehr."))
        self.case = case
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: QuerySet[Case] | None = None) -> Case:
        return self.case

    def page(self) -> str:
        return self.request.path

    done_page = page

    @property
    def person(self) -> None:
        """The link decides, whoever happens to be logged in."""
        return
