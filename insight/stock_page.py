"""/einblick/bestand/: the Bestandsaufnahme, for the screen and for one page of paper."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from insight.pages import InsightPage
from insight.stock import Entrance, Stock


class StockView(InsightPage):
    route = "insight:stock"
    template_name = "insight/stock.html"
    heading = _("Bestandsaufnahme")
    lead = _("Was es in einem Stadtteil, zu einem Thema oder für eine Lebensphase gibt, auf einem Blatt.")

    @cached_property
    def stock(self) -> Stock:
        return Stock(self.scope)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_chosen = bool(self.scope.filters.chosen)
        return super().get_context_data(
            **kwargs,
            kommune=settings.KOMMUNE_NAME,
            stock=self.stock if is_chosen else None,
            entrance=None if is_chosen else Entrance(self.scope),
            overview_url=self.scope.at("insight:overview"),
            here=self.request.build_absolute_uri(self.scope.address()),
        )
