"""/eintragen/: four short steps, a draft that is never lost, and the question whether it exists already."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts import limits
from accounts.once import done
from duplicates.scoring import SAME
from moderation.models import Draft
from registration import similar, submission
from registration.forms import LAST_STEP, STEPS, ContinueForm, StepForm, SubmitForm


class StartView(TemplateView):
    template_name = "portal/registration/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        drafts = user.drafts.unsubmitted() if user.is_authenticated else Draft.objects.none()
        return super().get_context_data(**kwargs, drafts=drafts)

    def post(self, request: HttpRequest) -> HttpResponse:
        kind = request.POST.get("kind", "")
        if kind not in STEPS:
            messages.error(request, _("Bitte wählen Sie, was Sie eintragen möchten."))
            return redirect("portal:registration")
        owner = request.user if request.user.is_authenticated else None
        draft = submission.begin(kind, owner, self.beside())
        return redirect("portal:registration_step", draft.pk, STEPS[kind][0].slug)

    def beside(self) -> Draft | None:
        """The actor that the same person has just entered, where the form says so."""
        try:
            return Draft.objects.open_to(self.request.user).filter(pk=self.request.POST.get("mit")).first()
        except ValidationError:  # no UUID
            return None


class DraftView(View):
    """What all pages of one draft share: the draft, the steps, the check for duplicates."""

    draft: Draft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for the draft of another account; the login on a device where nobody is logged in, also where there is no
        such draft: a visitor can't tell which address has one."""
        draft = Draft.objects.filter(pk=kwargs["pk"]).first()
        if draft is None or not draft.is_open_to(request.user):
            if request.user.is_authenticated:
                raise Http404(_("Diesen Entwurf gibt es nicht."))
            return self.ask_to_log_in()
        self.draft = draft
        if self.draft.submitted_at:
            return render(request, "portal/registration/done.html", {"draft": self.draft})
        if self.draft.owner is None and request.user.is_authenticated:
            self.draft.owner = request.user
            self.draft.save(update_fields=["owner", "changed_at"])
        return super().dispatch(request, *args, **kwargs)

    def ask_to_log_in(self) -> HttpResponse:
        if getattr(self.request, "htmx", False):  # the login ended while somebody types
            return render(self.request, "portal/registration/_logged_out.html")
        return redirect_to_login(self.request.get_full_path())

    def goes_to(self) -> HttpResponse | None:
        """Where the person goes on without finishing this page: what she typed is kept by now, right or wrong."""
        if "merken" in self.request.POST:  # the page is left in some other way, see static/js/draft.js
            return HttpResponse(status=204)
        if "sichern" in self.request.POST:
            return redirect("portal:registration_later", self.draft.pk)
        slug = self.request.POST.get("nach", "")
        if slug == LAST_STEP:
            return redirect("portal:registration_submit", self.draft.pk)
        if slug in {step.slug for step in STEPS[self.draft.kind]}:
            return redirect("portal:registration_step", self.draft.pk, slug)
        return None

    def render(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        steps = [(step.slug, step.title) for step in STEPS[self.draft.kind]] + [
            (LAST_STEP, _("Prüfen und absenden"))
        ]
        response = render(
            self.request, template, {"draft": self.draft, "steps": steps, **context}, status=status
        )
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        return response

    def similar(self) -> dict[str, Any]:
        """Context that shows existing entries like the draft. Half a form is enough, so errors don't matter here."""
        cleaned: dict[str, Any] = {}
        for form in submission.checked_forms(self.draft, self.request.user):
            form.is_valid()
            cleaned |= form.cleaned_data
        found, said_of_none = similar.similar_to_answers(self.draft.kind, cleaned, self.request.user)
        return similar.context_of(self.draft.kind, found, similar.answers_of(self.draft), said_of_none)

    def keep(self, answers: dict[str, list[str]]) -> None:
        """Adds to what is kept by now: the check while typing may still be under way when the next step is sent."""
        if answers:
            with transaction.atomic():
                kept = Draft.objects.select_for_update().get(pk=self.draft.pk)
                self.draft.answers = {**kept.answers, **answers}
                self.draft.save(update_fields=["answers", "changed_at"])


class StepView(DraftView):
    def get(self, request: HttpRequest, pk: Any, step: str) -> HttpResponse:
        form = self.form(submission.as_data(self.draft) if self.is_begun() else None)
        return self.show(form)

    def post(self, request: HttpRequest, pk: Any, step: str) -> HttpResponse:
        """Keep what was typed, whatever it is; then go on if it is right."""
        form = self.form(request.POST)
        typed = {name: [text.replace("\x00", "") for text in form.data.getlist(name)] for name in form.fields}
        self.keep({**typed, **similar.answers_in(request.POST)})
        if getattr(request, "htmx", False):
            return self.render("portal/registration/_similar.html", **self.similar())
        if elsewhere := self.goes_to():
            return elsewhere
        if not form.is_valid():
            return self.show(form)
        return redirect("portal:registration_step", self.draft.pk, self.next_slug())

    @property
    def number(self) -> int:
        slugs = [step.slug for step in STEPS[self.draft.kind]]
        if self.kwargs["step"] not in slugs:
            raise Http404(_("Diesen Schritt gibt es nicht."))
        return slugs.index(self.kwargs["step"])

    def next_slug(self) -> str:
        steps = STEPS[self.draft.kind]
        return steps[self.number + 1].slug if self.number + 1 < len(steps) else LAST_STEP

    def is_begun(self) -> bool:
        names = STEPS[self.draft.kind][self.number].form_class.base_fields
        return any(name in self.draft.answers for name in names)

    def form(self, data: Any) -> StepForm:
        companion = submission.companion_of(self.draft)
        form_class = STEPS[self.draft.kind][self.number].form_class
        return form_class(data, user=self.request.user, companion=companion.title if companion else "")

    def show(self, form: StepForm) -> HttpResponse:
        return self.render(
            "portal/registration/step.html",
            form=form,
            step=STEPS[self.draft.kind][self.number],
            number=self.number + 1,
            **self.similar(),
            previous=STEPS[self.draft.kind][self.number - 1].slug if self.number else "",
        )


class SubmitView(DraftView):
    """The last step: everything once more, what is similar, and the button."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        typed = self.draft.answers.get("difference", [""])
        return self.show(SubmitForm(user=request.user, initial={"difference": typed[0]}))

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        words = [text.replace("\x00", "") for text in request.POST.getlist("difference")]
        self.keep(similar.answers_in(request.POST) | ({"difference": words} if words else {}))
        if elsewhere := self.goes_to():
            return elsewhere
        form = SubmitForm(request.POST, user=request.user)
        if self.has_news(request.POST.get("gesehen")):
            messages.warning(
                request, _("Inzwischen steht etwas Ähnliches im Verzeichnis. Bitte sehen Sie es sich an.")
            )
            return self.show(form)
        if not self.is_complete() or not form.is_valid():
            return self.show(form)
        if refusal := self.refusal(form):
            form.add_error(None, refusal)
            return self.show(form, status=limits.TOO_MANY)
        return self.send(form)

    def send(self, form: SubmitForm) -> HttpResponse:
        """Submit it; without an account the mail asks first."""
        difference, user = form.cleaned_data["difference"], self.request.user
        if not user.is_authenticated:
            submission.ask_to_confirm(self.draft, form.cleaned_data["email"], difference)
            return done(self.render("portal/registration/check_mail.html", email=form.cleaned_data["email"]))
        try:
            submission.submit(self.draft, by=user, difference=difference)
        except ValidationError as error:
            form.add_error(None, error)
            return self.show(form)
        return redirect("portal:registration_submit", self.draft.pk)

    def refusal(self, form: SubmitForm) -> str:
        """Why this can't be sent now, though it is right; empty if it can."""
        if limits.is_over_limit(self.request, "submission"):
            return limits.sentence()
        email = form.cleaned_data.get("email", "").lower()
        if email and limits.is_over_limit(self.request, "confirmation", key=email):
            return _(
                "An diese Adresse ging eben schon mehrmals ein Link. Bitte sehen Sie in Ihrem Postfach nach, auch im "
                "Ordner für Spam. In einer Stunde können Sie noch einmal absenden."
            )
        return ""

    def has_news(self, seen: str | None) -> bool:
        """Whether the same thing came into the directory since the page was opened; asked once, never blocking."""
        if seen is None:
            return False
        same = [item for item in self.similar()["shown"] if item.match.verdict == SAME]
        known = set(seen.split(","))
        return any(str(entry.pk) not in known for item in same if (entry := similar.entry_of(item)))

    def is_complete(self) -> bool:
        checked = submission.checked_forms(self.draft, self.request.user)
        is_valid = all(form.is_valid() for form in checked)
        return is_valid and not submission.refusals(self.draft, checked, self.request.user)

    def show(self, form: SubmitForm, status: int = 200) -> HttpResponse:
        checked = submission.checked_forms(self.draft, self.request.user)
        parts = [
            {
                "step": step,
                "form": step_form,
                "is_valid": step_form.is_valid(),
                "is_filled": any(field.value() for field in step_form),
            }
            for step, step_form in zip(STEPS[self.draft.kind], checked, strict=True)
        ]
        refusals = submission.refusals(self.draft, checked, self.request.user)
        return self.render(
            "portal/registration/submit.html",
            status=status,
            form=form,
            parts=parts,
            **self.similar(),
            refusals=refusals,
            is_complete=all(part["is_valid"] for part in parts) and not refusals,
            number=len(parts) + 1,
        )


class LaterView(DraftView):
    """„Später weiterschreiben“: the link that goes on with a draft, which goes by mail to who has no account."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        return self.show(ContinueForm())

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        form = ContinueForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        email = form.cleaned_data["email"].lower()
        if limits.is_over_limit(request, "confirmation", key=email) or limits.is_over_limit(
            request, "submission"
        ):
            form.add_error(
                "email",
                _(
                    "An diese Adresse ging eben schon mehrmals ein Link. Bitte sehen Sie in Ihrem Postfach nach, auch im Ordner für Spam."
                ),
            )
            return self.show(form, status=limits.TOO_MANY)
        submission.send_continuation(self.draft, email)
        messages.success(request, _("Der Link ist unterwegs an %s.") % email)
        return redirect("portal:registration_later", self.draft.pk)

    def show(self, form: ContinueForm, status: int = 200) -> HttpResponse:
        first = STEPS[self.draft.kind][0].slug
        path = reverse("portal:registration_step", args=[self.draft.pk, first])
        days = settings.KEEP["drafts"].days
        template = "portal/registration/later.html"
        return self.render(
            template, status=status, form=form, path=path, link=settings.SITE_URL + path, days=days
        )


class ContinueView(View):
    """Behind the mailed link to a draft. Opening it changes nothing."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            draft = submission.read_continuation(token)
        except (signing.BadSignature, Draft.DoesNotExist):
            return render(request, "portal/registration/draft_gone.html", status=410)
        return redirect("portal:registration_step", draft.pk, STEPS[draft.kind][0].slug)


class ConfirmView(View):
    """Behind the link of the mail. Opening it changes nothing (mail scanners open links); the button does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.link = submission.read_confirmation(kwargs["token"])
        except (signing.BadSignature, Draft.DoesNotExist):
            return render(request, "portal/registration/link_expired.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        template = "done" if self.link.draft.submitted_at else "confirm"
        return render(request, f"portal/registration/{template}.html", {"draft": self.link.draft})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            submission.submit(by=None, **self.link._asdict())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("portal:registration_submit", self.link.draft.pk)
        return redirect("portal:registration_confirm", token)
