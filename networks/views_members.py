"""Inviting members, and handing the coordination over to one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from accounts.roles import Action
from moderation.access import EditorsPage
from moderation.decisions import AlreadyDecidedError
from moderation.models import Case
from moderation.permissions import may
from networks.forms import HandoverForm, InviteForm
from networks.membership import handover, inviting, naming
from networks.models import Membership, Network


class InviteView(EditorsPage, FormView):
    model = Network
    form_class = InviteForm
    template_name = "networks/invite.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            is_possible=self.entry.is_in_use,
            is_office=may(self.request.user, Action.CURATE, self.entry),
        )

    def form_valid(self, form: InviteForm) -> HttpResponse:
        if not self.entry.is_in_use:
            return self.form_invalid(form)
        values = form.cleaned_data
        seats, problems = naming.add_members(
            self.entry, values["actor"], by=self.request.user, text=values["text"]
        )
        if not seats:
            form.add_error(None, problems)
            return self.form_invalid(form)
        for seat in seats:
            messages.success(self.request, _seated(seat) % {"actor": seat.actor})
        for problem in problems:
            messages.warning(self.request, problem)
        return redirect(self.entry)


def _seated(seat: Membership) -> str:
    if seat.is_confirmed:
        return _("„%(actor)s“ ist jetzt Mitglied.")
    if not seat.actor.is_public:
        return _("„%(actor)s“ ist vorgeschlagen und wird gefragt, sobald der Eintrag geprüft ist.")
    return _("„%(actor)s“ ist eingeladen und steht bis zur Antwort als „noch nicht bestätigt“ da.")


class InvitationStep(EditorsPage, View):
    """POST: something that the network does with an unanswered invitation."""

    model = Network
    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        seat = get_object_or_404(self.entry.memberships.invited().select_related("network", "actor"), pk=pk)
        try:
            self.step(seat)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        except AlreadyDecidedError:
            messages.warning(request, _("Die Einladung ist inzwischen beantwortet."))
        else:
            messages.success(request, self.done % {"actor": seat.actor})
        return redirect(self.entry)

    def step(self, seat: Membership) -> None:
        raise NotImplementedError


class RemindView(InvitationStep):
    @property
    def done(self) -> str:
        return _("„%(actor)s“ ist erinnert.")

    def step(self, seat: Membership) -> None:
        inviting.remind(seat, by=self.request.user)


class WithdrawView(InvitationStep):
    @property
    def done(self) -> str:
        return _("Die Einladung von „%(actor)s“ ist zurückgezogen.")

    def step(self, seat: Membership) -> None:
        inviting.withdraw(seat, by=self.request.user)


class HandoverView(EditorsPage, FormView):
    """Propose a successor; `action=withdraw` takes the open proposal back."""

    model = Network
    form_class = HandoverForm
    template_name = "networks/handover.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"memberships": handover.successors(self.entry)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, waiting=handover.open_case(self.entry))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.withdraw() if request.POST.get("action") == "withdraw" else super().post(request)

    def withdraw(self) -> HttpResponse:
        case = handover.open_case(self.entry)
        try:
            if case is None:
                messages.info(self.request, _("Es läuft keine Übergabe."))
            else:
                handover.withdraw(case, by=self.request.user)
                messages.success(
                    self.request, _("Die Übergabe ist zurückgenommen. Alles bleibt, wie es war.")
                )
        except AlreadyDecidedError:
            messages.warning(self.request, _("Die Übergabe war inzwischen schon beantwortet."))
        return redirect(self.entry)

    def form_valid(self, form: HandoverForm) -> HttpResponse:
        values = form.cleaned_data
        actor = values["membership"].actor
        try:
            case = handover.propose(
                self.entry,
                actor,
                by=self.request.user,
                text=values["text"],
                keeps_editing=values["keeps_editing"],
                shares=values["shares"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _told(case) % {"actor": actor})
        return redirect(self.entry)


def _told(case: Case) -> str:
    if not case.is_done:
        return _("„%(actor)s“ ist gefragt. Bis zur Antwort ändert sich nichts.")
    network = Network.objects.get(pk=case.payload["network"])
    if case.payload.get("shares") and network.coordinators().filter(pk=case.object_id).exists():
        return _("„%(actor)s“ koordiniert jetzt mit.")
    if network.coordinator_id == case.object_id:
        return _("„%(actor)s“ koordiniert jetzt das Netzwerk.")
    return _("Die Koordinierungsstelle sieht sich die Übergabe an „%(actor)s“ noch an.")
