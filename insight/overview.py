"""/einblick/: how things stand, and what to look after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from insight import noting
from insight.figures import KeyFigures
from insight.finding_words import MEANINGS, FindingWords, SaidFinding
from insight.forms import NoteForm
from insight.links import actors_counted, networks_counted
from insight.models import CountingRule, FindingNote
from insight.noticing import Noticed, noticed
from insight.pages import InsightPage, InternalOnly, tabs_for

KNOWN = FindingNote.Verdict.KNOWN


@dataclass(frozen=True)
class Card:
    """A finding as the page shows it. `before`: what was noted before it changed."""

    said: SaidFinding
    before: FindingNote | None
    form: NoteForm


class OverviewView(InternalOnly, InsightPage):
    """For Koordination; everybody else is led to the first page that is public. POST notes something about a finding."""

    route = "insight:overview"
    template_name = "insight/overview.html"
    heading = gettext_lazy("Einblick")

    def handle_no_permission(self) -> HttpResponse:
        return redirect(tabs_for(self.request.user)[0].route)

    @cached_property
    def noticed(self) -> Noticed:
        return noticed(self.scope)

    @cached_property
    def words(self) -> FindingWords:
        known = self.noticed
        return FindingWords(self.scope, [one for one, _note in (*known.open, *known.noted)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wrong: NoteForm | None = kwargs.pop("wrong", None)
        figures = KeyFigures(self.scope)
        return super().get_context_data(
            **kwargs,
            kommune=settings.KOMMUNE_NAME,
            all_networks=networks_counted(len(self.scope.whole.networks)),
            all_actors=actors_counted(len(self.scope.whole.actors)),
            figures=figures,
            noticed=self.noticed,
            cards=self._cards(wrong),
            noted=[(said, note) for one, note in self.noticed.noted if (said := self.words.say(one))],
            meanings=MEANINGS.values(),
            rule=CountingRule.current(),
        )

    def _cards(self, wrong: NoteForm | None) -> list[Card]:
        cards = []
        for number, (finding, before) in enumerate(self.noticed.open):
            if said := self.words.say(finding):
                known = {"case": said.key, "state": finding.state, "verdict": KNOWN}
                form = NoteForm(initial=known, auto_id=f"hinweis-{number}-%s")
                if wrong and wrong["case"].value() == said.key:
                    wrong.auto_id, form = form.auto_id, wrong
                cards.append(Card(said, before, form))
        return cards

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(wrong=form))
        person: Any = request.user  # an account: only Koordination comes here
        case = self.noticed.case(form.cleaned_data["case"], form.cleaned_data["state"], self.scope.key)
        said = self.words.say(case) if case else None
        if case and said:
            noting.note(
                case,
                self.scope,
                title=said.title,
                verdict=form.cleaned_data["verdict"],
                reason=form.cleaned_data["reason"],
                by=person,
            )
            messages.success(request, _("Notiert. Der Hinweis kommt wieder, wenn sich daran etwas ändert."))
        else:
            messages.info(
                request, _("Daran hat sich gerade etwas geändert. Bitte sehen Sie noch einmal hin.")
            )
        return redirect(f"{self.scope.at(self.route)}#hinweise")


class TakeBackView(InternalOnly, View):
    """POST: what was noted about a finding is forgotten, and it stands among the others again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        note = get_object_or_404(FindingNote, pk=pk)
        note.delete()
        messages.success(request, _("Die Notiz ist zurückgenommen: „%(title)s“") % {"title": note.title})
        back = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return redirect(back if is_ours else "insight:overview")
