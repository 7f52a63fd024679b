"""The queue of the curators, and what visitors send into it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from accounts import limits
from accounts.models import User
from accounts.once import done
from accounts.roles import Action
from moderation import corrections, decisions
from moderation.case_context import sections_of
from moderation.editing import proposed
from moderation.forms import DecisionForm, ReportForm, WordsForm
from moderation.models import Case
from moderation.permissions import may


class ReportView(FormView):
    """„Fehler melden“: no login needed. The room of the entry routes it and says which model."""

    model: type[Model] = Case  # the room that routes the view names its own
    form_class = ReportForm
    template_name = "moderation/report.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entries = self.model.objects.visible_to(request.user).at_address(kwargs["slug"])
        self.entry = entries.first()
        if self.entry is None:
            raise Http404(_("Unter dieser Adresse gibt es keinen Eintrag."))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """An address may bring the beginning: the list of duplicates names the other entry of the pair."""
        given = {"what": self.request.GET.get("was", ""), "reason": self.request.GET.get("grund", "")[:1000]}
        return super().get_initial() | given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, entry=self.entry)

    def form_valid(self, form: ReportForm) -> HttpResponse:
        user = self.request.user
        if limits.is_over_limit(self.request, "report"):
            form.add_error(None, limits.sentence())
            return self.render_to_response(self.get_context_data(form=form), status=limits.TOO_MANY)
        decisions.submit(
            kind=Case.Kind.REPORT,
            entry=self.entry,
            submitter=user if user.is_authenticated else None,
            email=form.cleaned_data.get("email", ""),
            reason=form.cleaned_data["reason"],
            payload={"what": form.cleaned_data["what"]},
            submission_key=form.cleaned_data["submission_key"],
        )
        context = {"entry": self.entry, "room": self.entry._meta.app_label, "what": form.cleaned_data["what"]}
        return done(render(self.request, "moderation/thanks.html", context))


class CuratorsOnly(UserPassesTestMixin):
    def test_func(self) -> bool:
        return may(self.request.user, Action.CURATE)


class QueueView(CuratorsOnly, ListView):
    """What waits for the curators, oldest first; `?stand=erledigt` shows what was decided."""

    template_name = "moderation/queue.html"
    context_object_name = "cases"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Case]:
        cases = Case.objects.for_curation().select_related("submitter", "assigned_to", "decided_by")
        if self.shows_done:
            cases = cases.filter(state=Case.State.DONE).order_by("-decided_at", "-pk")
        else:
            cases = cases.open().order_by("created_at", "pk")
        return cases.prefetch_related("entry")

    @property
    def shows_done(self) -> bool:
        return self.request.GET.get("stand") == Case.State.DONE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, shows_done=self.shows_done)


class CaseSteps(DetailView):
    """One case and what to do with it. Subclasses say who gets in and where it goes on."""

    model = Case
    template_name = "moderation/case.html"
    context_object_name = "case"
    can_assign = False

    def page(self) -> str:
        raise NotImplementedError

    def done_page(self) -> str:
        raise NotImplementedError

    @property
    def person(self) -> User | None:
        return self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "can_assign": self.can_assign,
            "decision_form": DecisionForm(case=self.object),
            "sections": sections_of(self.object, self.request.user),
            "question_form": WordsForm(prefix="frage"),
            "notes": self.object.notes.select_related("author"),
            "proposed": proposed(self.object),
            "what": dict(ReportForm.WHAT).get(self.object.payload.get("what"), ""),
        }
        return super().get_context_data(**(context | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide, ask or take the case on; `action` says which."""
        self.object = self.get_object()
        step = {"decide": self.decide, "ask": self.ask, "assign": self.assign}.get(
            request.POST.get("action", "")
        )
        if step is None:
            return redirect(self.page())
        if self.is_outdated():
            messages.warning(
                request,
                _(
                    "Inzwischen ist an diesem Vorgang etwas geschehen. Bitte lesen Sie nach und senden Sie noch einmal."
                ),
            )
            return self.render_to_response(self.get_context_data(**self.typed()))
        try:
            return step()
        except decisions.AlreadyDecidedError as error:
            by, when = error.case.decided_by, timezone.localtime(error.case.decided_at)
            messages.warning(
                request,
                _("Diesen Vorgang hat %(by)s am %(when)s schon entschieden.")
                % {"by": by or _("jemand"), "when": f"{when:%d.%m.%Y um %H:%M Uhr}"},
            )
            return redirect(self.page())

    def is_outdated(self) -> bool:
        """Whether somebody wrote, took the case on or gave it back since this page was opened; what is done is told apart."""
        seen = self.request.POST.get("fassung", "")
        return seen.isdigit() and not self.object.is_done and seen != str(self.object.version)

    def typed(self) -> dict[str, Any]:
        """The forms with what this person wrote into them."""
        if self.request.POST.get("action") == "decide":
            typed = self.request.POST.dict() | {"opens": self.request.POST.getlist("opens")}
            return {"decision_form": DecisionForm(initial=typed, case=self.object)}
        words = {"text": self.request.POST.get("frage-text", "")}
        return {"question_form": WordsForm(prefix="frage", initial=words)}

    def decide(self) -> HttpResponse:
        form = DecisionForm(self.request.POST, case=self.object)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(decision_form=form))
        outcome = Case.Outcome(form.cleaned_data["outcome"])
        try:
            decisions.decide(
                self.object,
                by=self.person,
                outcome=outcome,
                text=form.cleaned_data["text"],
                details=form.details(),
            )
        except ValidationError as error:  # what was asked for is not possible any more
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.page())
        is_offer = self.object.is_offer
        told = (
            _("Danke, Ihre Antwort ist festgehalten.") if is_offer else _("Entschieden: %s.") % outcome.label
        )
        messages.success(self.request, told)
        return redirect(self.done_page())

    def ask(self) -> HttpResponse:
        form = WordsForm(self.request.POST, prefix="frage")
        if not self.object.reply_to:
            messages.error(
                self.request, _("Zu diesem Vorgang gibt es keine E-Mail-Adresse für eine Rückfrage.")
            )
            return redirect(self.page())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(question_form=form))
        decisions.ask(self.object, by=self.person, text=form.cleaned_data["text"])
        messages.success(self.request, _("Die Rückfrage ist unterwegs."))
        return redirect(self.done_page())

    def assign(self) -> HttpResponse:
        if not self.can_assign:
            return redirect(self.page())
        mine = self.object.assigned_to == self.request.user
        decisions.assign(self.object, to=None if mine else self.request.user)
        return redirect(self.page())


class CaseView(CuratorsOnly, CaseSteps):
    can_assign = True

    def get_queryset(self) -> QuerySet[Case]:
        return Case.objects.for_curation().select_related("submitter", "assigned_to", "decided_by")

    def page(self) -> str:
        return reverse("moderation:case", args=[self.object.pk])

    def done_page(self) -> str:
        return reverse("moderation:queue")


def case_of_link(token: str) -> Case:
    """The case of an address in our mails to whoever submitted it. 404 for one that is not whole."""
    try:
        pk = decisions.SIGNER.unsign(token)
    except signing.BadSignature as error:
        raise Http404(_("Diese Adresse stimmt nicht ganz: Bitte kopieren Sie sie vollständig.")) from error
    return get_object_or_404(Case, pk=pk)


class AnswerView(FormView):
    """The page behind the link in our mails: what was asked, and a field for the answer. Needs no login, the
    signed address is the key, as long as the case is open and a while after."""

    form_class = WordsForm
    template_name = "moderation/answer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.case = case_of_link(kwargs["token"])
        if not decisions.is_readable_by_link(self.case) and not self.is_submitter():
            return render(request, "moderation/answer_expired.html", status=410)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def is_submitter(self) -> bool:
        """„Meine Einträge“ leads here, too, and there the person is known."""
        user = self.request.user
        return user.is_authenticated and user == self.case.submitter

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notes = self.case.notes.exclude(kind="intern")
        return super().get_context_data(
            **kwargs,
            case=self.case,
            notes=notes,
            facts=corrections.facts_of(self.case),
            can_correct=corrections.can_correct(self.case),
            proposed=proposed(self.case),
            token=self.kwargs["token"],
        )

    def form_valid(self, form: WordsForm) -> HttpResponse:
        user = self.request.user
        try:
            decisions.answer(
                self.case, text=form.cleaned_data["text"], by=user if user.is_authenticated else None
            )
        except decisions.AlreadyDecidedError:
            messages.warning(self.request, _("Dieser Vorgang ist schon entschieden."))
        else:
            messages.success(self.request, _("Danke, Ihre Antwort ist angekommen."))
        return redirect(reverse("moderation:answer", args=[self.kwargs["token"]]))
