"""Joining, leaving, ending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from actors.models import Actor
from moderation.access import EditorsPage, EntryPage
from moderation.safe_forms import KeepsTyped
from networks.forms import EndForm, JoinForm, LeaveForm
from networks.membership import joining
from networks.membership.standing import standing_of
from networks.models import Membership, Network


class JoinView(EntryPage, KeepsTyped, FormView):
    model = Network
    form_class = JoinForm
    template_name = "networks/join.html"

    def is_open_to(self, entry: Network) -> bool:
        return entry.is_public

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actors": Actor.objects.of(self.request.user).published()}

    def get_form(self, form_class: type[JoinForm] | None = None) -> JoinForm:
        """Offers those for which there is something to ask; one that was asked for meanwhile is refused in words."""
        form: Any = super().get_form(form_class)
        if not form.is_bound:
            free = [actor.pk for actor in standing_of(self.entry, self.request.user).free]
            form.fields["actor"].offer(form.fields["actor"].queryset.filter(pk__in=free))
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, standing=standing_of(self.entry, self.request.user))

    def form_valid(self, form: JoinForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            joining.ask_to_join(self.entry, values["actor"], by=self.request.user, text=values["text"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Ihre Anfrage ist unterwegs. Sie bekommen Antwort per E-Mail."))
        return redirect(self.entry)


class LeaveView(EntryPage, FormView):
    """For editors of a member. Who coordinates hands that over first."""

    model = Network
    form_class = LeaveForm
    template_name = "networks/leave.html"

    def is_open_to(self, entry: Network) -> bool:
        return entry.memberships.to_leave_by(self.request.user).exists()

    def memberships(self) -> QuerySet[Membership]:
        return self.entry.memberships.to_leave_by(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"memberships": self.memberships()}

    def form_valid(self, form: LeaveForm) -> HttpResponse:
        membership = form.cleaned_data["membership"]
        joining.leave(membership)
        text = _("Die Mitgliedschaft von „%(actor)s“ endet mit dem heutigen Tag.")
        messages.success(self.request, text % {"actor": membership.actor})
        return redirect(self.entry)


class EndView(EditorsPage, KeepsTyped, FormView):
    model = Network
    form_class = EndForm
    template_name = "networks/end.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"network": self.entry, "user": self.request.user}

    def form_valid(self, form: EndForm) -> HttpResponse:
        values = form.cleaned_data
        joining.end(
            self.entry, on=values["ends_on"], reason=values["end_reason"], successor=values["successor"]
        )
        messages.success(self.request, _("Das Netzwerk ist beendet. Sein Eintrag bleibt zum Nachlesen."))
        return redirect(self.entry)
