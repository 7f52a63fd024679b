"""Whether entries are still right: the page behind the link in our mail, and the curators' list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from moderation import freshness
from moderation.access import EditorsPage
from moderation.filters import KINDS, REASONS, FreshnessFilterForm
from moderation.forms import WordsForm
from moderation.freshness import Question
from moderation.models import Moderated
from moderation.views import CuratorsOnly

PER_PAGE = 30  # entries to be confirmed or asked about in one go


class ConfirmEntriesView(View):
    """Needs no login, the signed address is the key. Opening it changes nothing (mail scanners open links)."""

    address: str
    questions: list[Question]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.address, self.questions = freshness.read_link(kwargs["token"])
        except signing.BadSignature:
            return render(request, "moderation/confirm_expired.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show()

    def show(self, wrong: tuple[Question, str, WordsForm] | None = None) -> HttpResponse:
        """`wrong`: the question, the answer and the form whose words are missing."""
        pages = [(question, *self._forms(question, wrong)) for question in self.questions]
        waiting = [question for question in self.questions if question.is_open]
        context = {"pages": pages, "waiting": waiting, "address": self.address}
        return render(self.request, "moderation/confirm.html", context)

    def _forms(
        self, question: Question, wrong: tuple[Question, str, WordsForm] | None
    ) -> tuple[WordsForm, WordsForm]:
        forms = {answer: _words(question, answer) for answer in ("aendern", "weg")}
        if wrong and wrong[0] == question:
            forms[wrong[1]] = wrong[2]
        return forms["aendern"], forms["weg"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        answer, number = request.POST.get("antwort", ""), request.POST.get("frage", "")
        if answer == "alle":
            return self.confirm([question for question in self.questions if question.is_open])
        chosen = [question for question in self.questions if str(question.inquiry.pk) == number]
        if answer == "stimmt":
            return self.confirm(chosen)
        if chosen and answer in {"aendern", "weg"}:
            return self.tell(chosen[0], answer)
        return redirect(request.path)

    def confirm(self, questions: list[Question]) -> HttpResponse:
        done = [question for question in questions if self.settled(freshness.confirm, question)]
        if done:
            text = ngettext(
                "Danke, der Eintrag ist bestätigt.", "Danke, %d Einträge sind bestätigt.", len(done)
            )
            messages.success(self.request, text % len(done) if "%d" in text else text)
        return redirect(self.request.path)

    def tell(self, question: Question, answer: str) -> HttpResponse:
        form = _words(question, answer, self.request.POST)
        if not form.is_valid():
            return self.show((question, answer, form))
        step = freshness.ask_for_change if answer == "aendern" else freshness.tell_gone
        if self.settled(step, question, address=self.address, text=form.cleaned_data["text"]):
            messages.success(self.request, _("Danke, das ist angekommen."))
        return redirect(self.request.path)

    def settled(self, step: Callable[..., object], question: Question, **words: str) -> bool:
        try:
            step(question, **words)
        except freshness.AlreadyAnsweredError:
            messages.info(self.request, _("Das war schon beantwortet: Es hat sich nichts geändert."))
            return False
        return True


def _words(question: Question, answer: str, data: Any = None) -> WordsForm:
    form = WordsForm(data, prefix=f"{answer}-{question.inquiry.pk}")
    form.fields["text"].widget.attrs["rows"] = 3
    if answer == "aendern":
        form.fields["text"].label = _("Was soll anders sein?")
    else:
        form.fields["text"].label = _("Was ist geschehen?")
        form.fields["text"].help_text = _("Zum Beispiel: Die Förderung ist ausgelaufen. Wir sind umgezogen.")
    if answer == "weg" and question.can_end:
        form.fields["text"].max_length = 300
        form.fields["text"].help_text = _("Steht danach als Grund des Endes im Eintrag, in einem Satz.")
    return form


class ConfirmEntryView(EditorsPage, View):
    """POST: „Stimmt noch“ of somebody who is logged in. The room of the entry routes it and says which model."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.entry.is_in_use:
            freshness.confirm_as_editor(self.entry)
            messages.success(request, _("Danke, der Eintrag ist bestätigt."))
        return redirect(self.entry)


class FreshnessView(CuratorsOnly, TemplateView):
    """Entries that nobody confirms, with filters; the chosen ones are asked again."""

    template_name = "moderation/freshness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, reason = self._choice("art", KINDS), self._choice("grund", REASONS)
        rows = freshness.stale_entries(self._models(kind), reason)
        paginator = Paginator(rows, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **kwargs,
            page_obj=page,
            paginator=paginator,
            is_paginated=page.has_other_pages(),
            rows=[(row, [label for name, label in REASONS if name in row.reasons]) for row in page],
            filter_form=FreshnessFilterForm(art=kind, grund=reason),
        )

    def _choice(self, name: str, choices: list[tuple[str, Any]]) -> str:
        value = self.request.GET.get(name, "")
        return value if value in dict(choices) else ""

    def _models(self, kind: str) -> list[type[Moderated]]:
        known = freshness.kinds()
        return [known[word] for word in ([kind] if kind else known)]

    def post(self, request: HttpRequest) -> HttpResponse:
        """„Erneut fragen“."""
        chosen = self._chosen(request.POST.getlist("eintrag"))
        entries, mails = freshness.ask(chosen)
        if mails:
            text = ngettext("%d Mail ist unterwegs.", "%d Mails sind unterwegs.", mails) % mails
            messages.success(request, text)
        if left := len(chosen) - entries:
            text = ngettext(
                "%d Eintrag haben wir ausgelassen: Er wurde gerade erst gefragt oder bestätigt, oder wir kennen keine Adresse.",
                "%d Einträge haben wir ausgelassen: Sie wurden gerade erst gefragt oder bestätigt, oder wir kennen keine Adresse.",
                left,
            )
            messages.info(request, text % left)
        if not chosen:
            messages.info(request, _("Bitte kreuzen Sie an, wen wir fragen sollen."))
        return redirect(request.get_full_path())

    def _chosen(self, keys: list[str]) -> list[Moderated]:
        ids: dict[str, list[int]] = {}
        for key in keys[:PER_PAGE]:
            word, _colon, pk = key.partition(":")
            if pk.isascii() and pk.isdigit() and len(pk) < 19:
                ids.setdefault(word, []).append(int(pk))
        models = freshness.kinds()
        return [
            entry
            for word, pks in ids.items()
            if word in models
            for entry in models[word].objects.in_use().filter(pk__in=pks).order_by("pk")
        ]
