"""/partner/: from what somebody has in mind to the actors that fit."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insight.pages import InsightPage
from insight.scope import Scope
from partners.forms_finding import FindForm
from partners.question import ROUTE, PartnerQuestion


class FindView(InsightPage):
    """Public. The address is the whole state; without a question there is nothing to answer yet."""

    route = ROUTE
    template_name = "partners/find.html"
    heading = gettext_lazy("Partner finden")
    lead = gettext_lazy(
        "Sagen Sie, für wen, wozu und wo. Wir nennen Akteure, die dazu passen, und sagen warum."
    )

    @cached_property
    def question(self) -> PartnerQuestion:
        return PartnerQuestion(self.request)

    @property
    def scope(self) -> Scope:
        return self.question.scope

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, question=self.question, form=FindForm(self.question), examples=_examples()
        )


def _examples() -> list[tuple[str, str]]:
    """(what one can ask, address): what the free text is for."""
    asked = (
        (_("Wer liest Kindern vor?"), {"art": "personal", "gesucht": _("Vorlesende für Kinder")}),
        (_("Wo ist ein Raum für zwölf Personen?"), {"art": "raum", "gesucht": _("Raum für zwölf Personen")}),
        (
            _("Wer kann gebrauchte Laptops brauchen?"),
            {"richtung": "bietet", "art": "material", "gesucht": _("gebrauchte Laptops")},
        ),
    )
    return [(label, f"{reverse(ROUTE)}?{urlencode(query)}") for label, query in asked]
