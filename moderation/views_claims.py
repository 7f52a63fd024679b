"""„Das ist meine Einrichtung“."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from moderation import claims
from moderation.access import EntryPage
from moderation.addresses import open_claim
from moderation.decisions import AlreadyDecidedError, answer_page
from moderation.forms import ClaimForm
from moderation.models import Moderated
from moderation.safe_forms import KeepsTyped


class ClaimView(EntryPage, KeepsTyped, FormView):
    """The room of the entry routes it and says which model."""

    form_class = ClaimForm
    template_name = "moderation/claim.html"

    def is_open_to(self, entry: Moderated) -> bool:
        return entry.is_public

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        asked = open_claim(self.entry, user)
        return super().get_context_data(
            **kwargs,
            is_mine=self.entry.is_of(user),
            has_editors=self.entry.has_editors,
            asked=asked,
            answer_page=answer_page(asked) if asked else "",
        )

    def form_valid(self, form: ClaimForm) -> HttpResponse:
        if self.entry.has_editors:
            return self.render_to_response(self.get_context_data(form=form))
        case = claims.claim(self.entry, by=self.request.user, reason=form.cleaned_data["reason"])
        if case.payload.get("by_mail"):
            text = _(
                "Wir haben einen Link an die E-Mail-Adresse geschickt, die im Eintrag steht. "
                "Wer ihn dort bestätigt, schaltet Sie frei."
            )
        else:
            text = _("Danke. Die Koordinierungsstelle prüft Ihre Anfrage und meldet sich bei Ihnen.")
        messages.success(self.request, text)
        return redirect(self.entry)


class ClaimConfirmView(View):
    """Behind the link to the address on record. Opening it changes nothing (mail scanners open links)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.case = claims.read_link(kwargs["token"])
        except signing.BadSignature:
            return render(request, "moderation/claim_expired.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {"case": self.case, "entry": self.case.entry, **claims.asked_at_the_address(self.case)}
        return render(request, "moderation/claim_confirm.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            claims.settle(self.case, is_ours=request.POST.get("antwort") == "ja")
        except AlreadyDecidedError:
            messages.warning(request, _("Diese Anfrage war schon entschieden: Es hat sich nichts geändert."))
        return redirect("moderation:claim_confirm", token)
