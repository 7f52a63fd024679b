"""Behind the link in our mail to contact persons. Opening it changes nothing (mail scanners open links)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts import consents
from actors import consenting


class ConsentView(View):
    asked: list[consenting.Asked]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.asked = consenting.read_link(kwargs["token"])
        except signing.BadSignature:
            return render(request, "actors/consent_expired.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        wording = consents.current(consents.Purpose.CONTACT)
        waits = any(each.is_open for each in self.asked)
        return render(
            request, "actors/consent.html", {"asked": self.asked, "wording": wording, "waits": waits}
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        number, answer = request.POST.get("person", ""), request.POST.get("antwort", "")
        steps = {
            "ja": (consenting.renew, _("Danke, Sie bleiben als Ansprechperson zu sehen.")),
            "nein": (consenting.remove, _("Ihre Angaben sind aus dem Verzeichnis entfernt.")),
        }
        for asked in self.asked:
            if str(asked.person.pk) == number and answer in steps:
                step, done = steps[answer]
                if step(asked):
                    messages.success(request, done)
                else:
                    messages.info(request, _("Das war schon beantwortet: Es hat sich nichts geändert."))
        return redirect(request.path)
