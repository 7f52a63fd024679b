"""Asking an institution, confirming one's address, reading one's own requests, and saying what came of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView, UpdateView, View

from accounts import limits
from accounts.models import User
from accounts.once import done
from accounts.privacy import period
from actors.models import Actor
from insight.pages import InternalOnly
from moderation.access import not_found
from partners import asking, outcomes, prefilling
from partners.forms import AskForm, OutcomeForm
from partners.models import PartnerRequest


class AskView(FormView):
    """No login needed. An institution that is not to be asked has this page, too: it says so."""

    form_class = AskForm
    template_name = "partners/ask.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        entries = Actor.objects.visible_to(request.user).published().at_address(kwargs["slug"])
        self.actor = entries.first()
        if self.actor is None:
            raise not_found()
        if not self.actor.takes_requests:
            status = 200 if request.method in {"GET", "HEAD"} else 403
            return render(request, "partners/not_asked.html", {"actor": self.actor}, status=status)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        own = {}
        if isinstance(self.request.user, User):
            institution = Actor.objects.of(self.request.user).published().order_by("sort_name", "pk").first()
            own = {
                "sender_name": self.request.user.name,
                "institution": institution.name if institution else "",
            }
        return super().get_initial() | own | prefilling.initial(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, actor=self.actor, has_editors=self.actor.has_editors)

    def form_valid(self, form: AskForm) -> HttpResponse:
        wish = form.save(commit=False)
        wish.actor = self.actor
        if isinstance(self.request.user, User):
            wish.sender, wish.email = self.request.user, self.request.user.email
        if told := self.refusal(wish):
            form.add_error(None, told)
            return self.render_to_response(self.get_context_data(form=form), status=limits.TOO_MANY)
        try:
            is_out = asking.send(wish)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if is_out:
            messages.success(self.request, _("Ihre Anfrage an „%s“ ist unterwegs.") % self.actor)
            return redirect("partners:requests")
        context = {"actor": self.actor, "email": wish.email, "days": asking.CONFIRM_WITHIN.days}
        return done(render(self.request, "partners/check_mail.html", context))

    def refusal(self, wish: PartnerRequest) -> str:
        """Why this can't be sent now, though it is right; empty if it can."""
        if limits.is_over_limit(self.request, "partner_request"):
            return limits.sentence()
        address = wish.email.lower()
        if limits.is_over_limit(self.request, "partner_request_sender", key=address):
            return _(
                "Von dieser E-Mail-Adresse kamen heute schon viele Anfragen. Bitte warten Sie die ersten Antworten ab; "
                "morgen können Sie weitere senden."
            )
        if wish.sender is None and limits.is_over_limit(self.request, "confirmation", key=address):
            return _(
                "An diese Adresse ging eben schon mehrmals ein Link. Bitte sehen Sie in Ihrem Postfach nach, auch im "
                "Ordner für Spam. In einer Stunde können Sie noch einmal absenden."
            )
        return ""


class ConfirmView(View):
    """Behind the link of the mail. Opening it changes nothing (mail scanners open links); the button does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.wish = asking.read_link(kwargs["token"])
        except signing.BadSignature:
            return render(request, "partners/link_expired.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        refused = "" if self.wish.is_sent else asking.refusal(self.wish.actor, self.wish.email)
        context = {"wish": self.wish, "actor": self.wish.actor, "refused": refused}
        return render(request, f"partners/{'sent' if self.wish.is_sent else 'confirm'}.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            asking.hand_over(self.wish)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("partners:confirm", token)


class RequestsView(LoginRequiredMixin, ListView):
    """„Meine Anfragen“: what the person asked, where it is, what came of it."""

    template_name = "partners/requests.html"
    context_object_name = "wishes"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[PartnerRequest]:
        user: Any = self.request.user  # logged in, says the mixin
        return PartnerRequest.objects.of(user).select_related("actor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = [(wish, _outcome_page(wish)) for wish in context["wishes"]]
        return context


def _outcome_page(wish: PartnerRequest) -> str:
    return outcomes.page_of(wish) if wish.state == PartnerRequest.State.DELIVERED else ""


class OutcomeView(UpdateView):
    """Behind the link of the mail that asks what came of a request; may be answered again, as things go on."""

    form_class = OutcomeForm
    template_name = "partners/outcome.html"
    context_object_name = "wish"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.wish = outcomes.read_link(kwargs["token"])
        except signing.BadSignature:
            return render(request, "partners/outcome_expired.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: QuerySet[PartnerRequest] | None = None) -> PartnerRequest:
        return self.wish

    def form_valid(self, form: OutcomeForm) -> HttpResponse:
        form.instance.save(update_fields=["outcome", "outcome_text"])
        messages.success(self.request, _("Danke, Ihre Antwort ist festgehalten."))
        return redirect("partners:outcome", self.kwargs["token"])


class NumbersView(InternalOnly, TemplateView):
    """For Koordination: how many ask, and what comes of it. Nobody is named."""

    template_name = "partners/numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, numbers=outcomes.numbers(), days=period("partner_requests").days
        )
