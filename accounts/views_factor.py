"""The one page on the way to the second factor: set one up, or confirm the one that is there, and back."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts import factors


class FactorView(LoginRequiredMixin, TemplateView):
    """Remembers where the person was; once the factor is confirmed, opening it leads back there."""

    template_name = "accounts/factor.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        target = factors.safe_target(request, request.GET.get(REDIRECT_FIELD_NAME, ""))
        if request.user.lacks_factor:
            if target:
                request.session[factors.TARGET] = target
            return super().get(request, *args, **kwargs)
        remembered = request.session.pop(factors.TARGET, "")
        return redirect(target or remembered or "/")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = set(Authenticator.objects.filter(user=self.request.user).values_list("type", flat=True))
        return super().get_context_data(
            **kwargs,
            has_app="totp" in kinds,
            has_key="webauthn" in kinds,
            is_set_up=not kinds.isdisjoint(factors.FACTORS),
        )


class ActivateTotpView(totp.ActivateTOTPView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        factors.note_set_up(self.request, Authenticator.Type.TOTP)
        return response


class AddWebAuthnView(webauthn.AddWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        factors.note_set_up(self.request, Authenticator.Type.WEBAUTHN)
        return response
