"""„Meine Einträge“: what a person looks after, and what is waiting for her."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from accounts.roles import Action
from actors.models import Actor
from moderation.decisions import answer_page
from moderation.models import Case
from moderation.permissions import may
from networks.meetings import outcomes, reminding
from networks.models import Network
from partners.models import PartnerRequest
from portal import waiting

WISHES_SHOWN = 5  # the newest; „Meine Anfragen“ has all
CASES_SHOWN = 50  # the newest: more than one person hands in within years


class MineView(LoginRequiredMixin, TemplateView):
    template_name = "portal/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user  # logged in, says the mixin
        cases = user.submitted_cases.prefetch_related("entry").order_by("-created_at", "-pk")[:CASES_SHOWN]
        return super().get_context_data(
            **kwargs,
            overview=waiting.for_coordination(user) if may(user, Action.COMPARE) else [],
            requests=Case.objects.for_editor(user)
            .open()
            .select_related("submitter")
            .prefetch_related("entry"),
            asked_meetings=outcomes.asked_of(user).select_related("network"),
            wants_outcome_mails=reminding.wants_mails(user),
            actors=Actor.objects.of(user).select_related("kind"),
            networks=Network.objects.of(user).select_related("format"),
            drafts=user.drafts.unsubmitted(),
            questions=[(case, answer_page(case)) for case in cases if case.is_asked_back],
            cases=[(case, answer_page(case)) for case in cases],
            wishes=PartnerRequest.objects.of(user).select_related("actor")[:WISHES_SHOWN],
        )
