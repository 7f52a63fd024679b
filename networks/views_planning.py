"""The plan of a network: its meetings, agreed and expected, and new ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View

from moderation.access import EditorsPage
from moderation.addresses import EntryView
from moderation.safe_forms import KeepsTyped
from networks.forms_planning import OWN, PlanForm, when
from networks.meetings import confirming
from networks.meetings.access import is_inside
from networks.meetings.plan import plan_of
from networks.meetings.proposals import Proposals, propose
from networks.models import Meeting, Network
from search.pages.views import wants_part

CHECK = "pruefen"  # the button that asks about a day, which works without a script
MEMBERS_SHOWN = 12  # beside the form; the page of the network has all
JUST = "gerade-geplant"  # in the session: what was entered a moment ago


def tell_with_undo(request: HttpRequest, text: str, meetings: list[Meeting]) -> None:
    """For the next page of the plan, once."""
    token = signing.dumps([meeting.pk for meeting in meetings], salt=JUST)
    request.session[JUST] = {"text": text, "token": token}


class PlanView(EntryView):
    """For everybody who may see the network."""

    model = Network
    template_name = "networks/meetings.html"
    context_object_name = "network"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        network = self.get_object()
        if network.slug != kwargs["slug"]:
            return redirect("networks:meetings", network.slug, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            **kwargs,
            plan=plan_of(self.object, user),
            is_inside=is_inside(self.object, user),
            just=self.request.session.pop(JUST, None),
        )


class NewMeetingView(EditorsPage, KeepsTyped, FormView):
    model = Network
    form_class = PlanForm
    template_name = "networks/new_meeting.html"

    @cached_property
    def proposals(self) -> Proposals:
        return propose(self.entry, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"network": self.entry, "user": self.request.user, "proposals": self.proposals}
        return super().get_form_kwargs() | own

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To htmx what is to be said about the day chosen; nothing is kept of that."""
        if CHECK not in request.GET or not wants_part(request):
            return super().get(request, *args, **kwargs)
        self.restored = None
        form = self.form_class(**self.get_form_kwargs() | {"data": request.GET})
        form.is_valid()
        response = render(
            request, f"{self.template_name}#answer", {"form": form, "is_checked": True, "is_part": True}
        )
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One after the other: the second to plan sees what the first has entered."""
        Network.objects.select_for_update(of=("self",), no_key=True).get(pk=self.entry.pk)
        if CHECK not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.is_valid()
        return self.render_to_response(self.get_context_data(form=form, is_checked=True))

    def form_valid(self, form: PlanForm) -> HttpResponse:
        if form.unread:
            return self.render_to_response(self.get_context_data(form=form, is_checked=True, is_asked=True))
        meetings = form.enter()
        first = when(meetings[0].start, is_open=meetings[0].is_all_day)
        text = ngettext(
            "Eingetragen: %(first)s.", "%(count)s Treffen eingetragen, das erste: %(first)s.", len(meetings)
        )
        tell_with_undo(self.request, text % {"first": first, "count": len(meetings)}, meetings)
        return redirect("networks:meetings", self.entry.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = (
            {option.data["value"]: option for option in context["form"]["day"]} if self.proposals.all else {}
        )
        seats = self.entry.memberships.current().confirmed().visible_to(self.request.user)
        seats = list(seats.select_related("actor", "function").order_by("actor__sort_name", "pk"))
        return context | {
            "proposals": self.proposals,
            "offers": [(options[one.slot.day.isoformat()], one) for one in self.proposals.all],
            "own_option": options.get(OWN),
            "upcoming": self.entry.meetings.upcoming(),
            "seats": seats[:MEMBERS_SHOWN],
            "more_seats": max(0, len(seats) - MEMBERS_SHOWN),
        }


class ExpectedView(EditorsPage, View):
    """`start` (ISO) names the expected date; `streichen` drops it, else it becomes a meeting."""

    model = Network

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        network = Network.objects.select_for_update(of=("self",), no_key=True).get(pk=self.entry.pk)
        one = confirming.expected_at(network, request.POST.get("start", ""))
        if one is None:
            messages.info(request, _("Dieser Termin wird nicht mehr erwartet: Sehen Sie, was jetzt dasteht."))
            return redirect("networks:meetings", network.slug)
        drops = "streichen" in request.POST
        meeting = confirming.drop(one) if drops else confirming.confirm(one)
        text = _("Fällt aus: %(when)s.") if drops else _("Vereinbart: %(when)s.")
        tell_with_undo(request, text % {"when": when(one.start, is_open=one.is_all_day)}, [meeting])
        return redirect("networks:meetings", network.slug)


class UndoMeetingsView(EditorsPage, View):
    """Takes back what was entered a moment ago, where nobody changed it meanwhile."""

    model = Network

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            ids = signing.loads(
                request.POST.get("token", ""), salt=JUST, max_age=confirming.TAKEN_BACK_WITHIN
            )
        except signing.BadSignature:
            ids = []
        gone, kept = confirming.take_back(self.entry, ids)
        if gone:
            messages.success(request, _("Zurückgenommen."))
        if kept or not gone:
            messages.info(request, _("Was inzwischen geändert wurde, bleibt stehen. Sie können es absagen."))
        return redirect("networks:meetings", self.entry.slug)
