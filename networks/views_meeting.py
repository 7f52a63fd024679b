"""The page of one meeting, and what its editors do there: change, move, cancel, say what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView, TemplateView

from actors.models import Actor
from moderation.access import EditorsPage, not_found
from moderation.safe_forms import KeepsTyped
from networks.forms_meeting import CancelForm, MeetingForm, MoveForm, OutcomeForm
from networks.meetings import agenda, outcomes, reminding
from networks.meetings.access import is_inside
from networks.meetings.collisions import outlooks
from networks.meetings.neighbours import neighbours_of
from networks.models import Meeting, Network
from networks.roster import roster_of

CHECK = "pruefen"  # the button that asks how the new day suits the members
BACK = "zuruecknehmen"  # the button that undoes a cancellation
CLICK = "antwort"  # the buttons that answer without a word


class MeetingView(TemplateView):
    """For whoever may see it; else 404. 301 from former addresses of its network."""

    template_name = "networks/meeting.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        network = Network.objects.visible_to(request.user).at_address(kwargs["slug"]).first()
        if network is None:
            raise not_found()
        meeting = network.meetings.visible_to(request.user).filter(pk=kwargs["pk"]).first()
        if meeting is None:
            raise not_found()
        if network.slug != kwargs["slug"]:
            return redirect(meeting, permanent=True)
        return self.render_to_response(self.get_context_data(network=network, meeting=meeting))

    def get_context_data(self, *, network: Network, meeting: Meeting, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        can_edit = network.is_editable_by(user)
        contact = network.contact
        is_asked = can_edit and network.meetings.to_ask_about().filter(pk=meeting.pk).exists()
        return super().get_context_data(
            **kwargs,
            network=network,
            meeting=meeting,
            agenda=agenda.items(meeting.agenda),
            can_edit=can_edit,
            is_inside=is_inside(network, user),
            coordinators=network.coordinators().filter(pk__in=Actor.objects.visible_to(user).values("pk")),
            contact=contact if contact and contact.is_publishable else None,
            roster=roster_of(network, user),
            around=neighbours_of(meeting, user),
            updates=meeting.updates.visible_to(user),
            outcome_form=OutcomeForm() if is_asked else None,
        )


class MeetingPage(EditorsPage, KeepsTyped, FormView):
    """One meeting of a network, for who edits the network."""

    model = Network

    @cached_property
    def meeting(self) -> Meeting:
        return get_object_or_404(self.entry.meetings, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.meeting}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stored = self.entry.meetings.get(pk=self.meeting.pk)  # not what a refused form made of it
        return super().get_context_data(**kwargs, meeting=stored)


class EditMeetingView(MeetingPage):
    form_class = MeetingForm
    template_name = "networks/meeting_edit.html"

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        meeting = form.save()
        messages.success(self.request, _("Gespeichert."))
        return redirect(meeting)


class MoveMeetingView(MeetingPage):
    form_class = MoveForm
    template_name = "networks/meeting_move.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.refusal() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.refusal() or (
            self.check() if CHECK in request.POST else super().post(request, *args, **kwargs)
        )

    def check(self) -> HttpResponse:
        """How the new day suits the members; nothing is saved."""
        form = self.get_form()
        found = outlooks(self.entry, self.request.user, [form.slot]) if form.is_valid() else []
        return self.render_to_response(self.get_context_data(form=form, outlook=next(iter(found), None)))

    def refusal(self) -> HttpResponse | None:
        if self.meeting.can_move:
            return None
        messages.info(self.request, _("Was vorbei oder abgesagt ist, lässt sich nicht verlegen."))
        return redirect(self.meeting)

    def form_valid(self, form: MoveForm) -> HttpResponse:
        meeting = form.save()
        messages.success(self.request, _("Verlegt. Der alte Termin steht mit dem Grund weiter im Kalender."))
        return redirect(meeting)


class CancelMeetingView(MeetingPage):
    """Cancels; with the button on the page of a cancelled meeting it takes place after all."""

    form_class = CancelForm
    template_name = "networks/meeting_cancel.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if BACK not in request.POST:
            return super().post(request, *args, **kwargs)
        meeting = self.meeting
        meeting.is_cancelled, meeting.reason = False, ""
        meeting.save(update_fields=["is_cancelled", "reason", "changed_at"])
        messages.success(request, _("Die Absage ist zurückgenommen: Das Treffen findet statt."))
        return redirect(meeting)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        meeting = form.save()
        messages.success(self.request, _("Abgesagt. Der Termin bleibt durchgestrichen im Kalender."))
        return redirect(meeting)


class OutcomeView(MeetingPage):
    """What came of it: one line, or one click. Also later than it is asked for, once the meeting is over."""

    form_class = OutcomeForm
    template_name = "networks/meeting_outcome.html"

    def is_open_to(self, entry: Network) -> bool:
        return super().is_open_to(entry) and self.meeting.is_over

    @property
    def click(self) -> str:
        clicked = self.request.POST.get(CLICK, "")
        return clicked if clicked in outcomes.CLICKS else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"is_click": bool(self.click)}
        del kwargs["instance"]
        return kwargs

    def form_valid(self, form: OutcomeForm) -> HttpResponse:
        said = self.click or form.cleaned_data["kind"]
        if not outcomes.answer(self.meeting, said, form.cleaned_data["text"]):
            messages.info(self.request, _("Das hat inzwischen schon jemand beantwortet."))
        elif said == outcomes.NOT_HELD:
            messages.success(self.request, _("Eingetragen: Das Treffen fand nicht statt."))
        else:
            messages.success(self.request, _("Danke, der Zwischenstand ist eingetragen."))
        return redirect(self.meeting)


@login_required
@require_POST
def outcome_mails(request: HttpRequest) -> HttpResponse:
    """Whether a person is asked by mail; `an` says yes."""
    user: Any = request.user  # logged in, says the decorator
    wants = "an" in request.POST
    reminding.want_mails(user, wants)
    messages.success(
        request,
        _("Wir fragen Sie nach Ihren Treffen wieder per E-Mail.")
        if wants
        else _("Wir fragen Sie nach Ihren Treffen nicht mehr per E-Mail."),
    )
    return redirect("portal:mine")


@csrf_exempt  # the signed token allows it, no cookie does; mail programmes post here by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def decline_outcome_mails(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, so that a programme that follows every link ends nothing; POST ends it, without a redirect."""
    user = reminding.read_token(token)
    if user is None:
        raise Http404(_("Dieser Link gilt nicht. Bitte nehmen Sie den aus der letzten E-Mail."))
    is_done = request.method == "POST"
    if is_done:
        reminding.want_mails(user, False)
    return render(request, "networks/decline_outcome_mails.html", {"is_done": is_done})
