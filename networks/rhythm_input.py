"""The field for a rhythm. It answers while somebody types, and without a script as soon as the form is shown again."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from design.forms import HTMX
from networks.models import Network
from networks.rhythm_answers import answer_to


class RhythmInput(forms.TextInput):
    """`network`: the one whose rhythm it is, once it is there."""

    network: Network | None = None

    class Media:
        css = {"all": ["css/meeting.css"]}
        js = [HTMX]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        attrs = attrs or {}
        region = f"{attrs.get('id', name)}_answer"
        described = " ".join(filter(None, [attrs.get("aria-describedby"), region]))
        about = {"netzwerk": self.network.slug} if self.network else {}
        asks = {
            "hx-get": reverse("networks:rhythm_answer"),
            "hx-trigger": "input changed delay:600ms",
            "hx-target": f"#{region}",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
            "hx-vals": json.dumps(about),
            "aria-describedby": described,
        }
        context = {
            "control": super().render(name, value, attrs | asks, renderer),
            "region": region,
            "answer": answer_to(str(value or ""), self.network),
        }
        return render_to_string("networks/rhythm_input.html", context)
