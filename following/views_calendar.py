"""„Mein Kalender“: the address of one's own calendar is made, shown, renewed and revoked; and what lies there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from django.views.generic import FormView

from accounts import limits
from following import calendar
from following.forms import CalendarForm
from following.models import CalendarAddress

RENEW, REVOKE = "erneuern", "abschalten"  # the buttons besides the form's own
WAIT = 3600  # seconds, after which somebody who came too often may come again


class CalendarView(LoginRequiredMixin, FormView):
    form_class = CalendarForm
    template_name = "following/calendar.html"

    @cached_property
    def address(self) -> CalendarAddress | None:
        return CalendarAddress.objects.filter(owner=self.request.user).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        instance = self.address or CalendarAddress(owner=self.request.user)
        return super().get_form_kwargs() | {"instance": instance}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = calendar.path_of(self.address) if self.address else ""
        return super().get_context_data(**kwargs, address=self.address, path=path, site_url=settings.SITE_URL)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pressed once more in another tab it has been done, too."""
        if REVOKE in request.POST:
            CalendarAddress.objects.filter(owner=request.user).delete()
            messages.success(request, _("Die Adresse ist abgeschaltet. Ihr Kalender bekommt nichts mehr."))
            return redirect("following:calendar")
        if RENEW in request.POST:
            if self.address:
                calendar.renew(self.address)
                messages.success(
                    request,
                    _("Die alte Adresse gilt nicht mehr. Bitte tragen Sie die neue in Ihren Kalender ein."),
                )
            return redirect("following:calendar")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CalendarForm) -> HttpResponse:
        is_new = calendar.keep(self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Ihre Adresse ist angelegt.") if is_new else _("Gespeichert."))
        return redirect("following:calendar")


@require_safe
@conditional_page
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the address: who is logged in here does not matter."""
    address = calendar.address_at(token)
    if address is None:
        raise Http404(_("Unter dieser Adresse gibt es keinen Kalender."))
    if limits.is_over_limit(request, "calendar", key=str(address.pk)):
        response = HttpResponse(status=limits.TOO_MANY)
        response["Retry-After"] = str(WAIT)
        return response
    return calendar.response_for(address)
