"""What is said about the members of a network: roles, tasks, resources, and groups that are members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from moderation.access import EditorsPage, EntryPage
from moderation.rights import telling
from moderation.safe_forms import KeepsTyped
from networks.forms_roster import MemberForm, MemberGroupForm
from networks.models import MemberGroup, Membership, Network

ANOTHER = "weitere"  # the button for one more row, which works without a script
REMOVE = "entfernen"


class MemberView(EntryPage, KeepsTyped, FormView):
    """For who edits the network. The member's own people say here what they take on, nothing else."""

    model = Network
    form_class = MemberForm
    template_name = "networks/member.html"

    def is_open_to(self, entry: Network) -> bool:
        return self.seat is not None  # else it is not found

    @cached_property
    def seat(self) -> Membership:
        user = self.request.user
        seats = self.entry.memberships.open_to(user).visible_to(user)
        return get_object_or_404(seats.select_related("actor", "network", "function"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"instance": self.seat, "user": self.request.user}
        if ANOTHER in self.request.POST:
            kwargs["data"] = _with_another_row(kwargs["data"])
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, seat=self.seat)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ANOTHER in request.POST:
            return self.form_invalid(self.get_form())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MemberForm) -> HttpResponse:
        with telling(self.entry, by=self.request.user):  # who coordinates brings its editors along
            form.save()
        messages.success(self.request, _("Gespeichert."))
        return redirect(self.entry)


def _with_another_row(data: QueryDict) -> QueryDict:
    more, count = data.copy(), f"{MemberForm.ROWS}-TOTAL_FORMS"
    total = more.get(count, "")
    more[count] = str(int(total) + 1) if total.isascii() and total.isdigit() and len(total) < 4 else total
    return more


class MemberGroupView(EditorsPage, KeepsTyped, FormView):
    """A new group, or one that is there; `entfernen` takes it away."""

    model = Network
    form_class = MemberGroupForm
    template_name = "networks/member_group.html"

    @cached_property
    def group(self) -> MemberGroup:
        if "pk" in self.kwargs:
            return get_object_or_404(self.entry.member_groups, pk=self.kwargs["pk"])
        return MemberGroup(network=self.entry)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.group}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, group=self.group)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if REMOVE in request.POST and self.group.pk:
            name = self.group.name
            self.group.delete()
            messages.success(request, _("„%s“ steht nicht mehr unter den Mitgliedern.") % name)
            return redirect(self.entry)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MemberGroupForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Gespeichert."))
        return redirect(self.entry)
