"""What the pages of Einblick have in common: who may open them, the scope, the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.roles import Action, may_everywhere
from insight.forms import ScopeForm
from insight.scope import BOTH, Scope, scope_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Tab:
    """A page of Einblick. Internal ones are for Koordination: they can be read as a reproach to somebody."""

    route: str
    icon: str
    label: StrOrPromise
    is_internal: bool = False


# In the order of the page.
TABS: tuple[Tab, ...] = (
    Tab("insight:overview", "chart-column", _("Überblick"), is_internal=True),
    Tab("insight:stock", "list", _("Bestandsaufnahme")),
    Tab("insight:gaps", "grid-3x3", _("Lücken")),
    Tab("insight:ties", "share-2", _("Wer mit wem")),
    Tab("insight:load", "clock", _("Auslastung"), is_internal=True),
    Tab("insight:compare", "columns-2", _("Vergleichen")),
    Tab("partners:find", "heart-handshake", _("Partner finden")),
    Tab("insight:reports", "file-text", _("Bericht")),
)


def sees_internal(user: Any) -> bool:
    """Whether somebody may open the internal pages: Koordination and who curates."""
    return may_everywhere(user, Action.READ_INTERNAL)


def tabs_for(user: Any) -> list[Tab]:
    return [tab for tab in TABS if sees_internal(user) or not tab.is_internal]


class InternalOnly(UserPassesTestMixin):
    """Mixin: a page for Koordination. Visitors are led to the login, others are told that it is not theirs."""

    def test_func(self) -> bool:
        return sees_internal(self.request.user)


class InsightPage(TemplateView):
    """A page with the tabs and the filters. `route` is its URL name, `own` names what it keeps in the address itself, `filters`
    the facets that stand as lists above it."""

    route: str
    heading: StrOrPromise
    lead: StrOrPromise = ""
    own: tuple[str, ...] = ()
    filters: tuple[str, ...] = BOTH
    request: HttpRequest

    @cached_property
    def scope(self) -> Scope:
        given = {name: self.request.GET.get(name, "") for name in self.own}
        return scope_of(self.request, reverse(self.route), given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            scope=self.scope,
            scope_form=ScopeForm(self.scope, self.filters),
            tabs=[(tab, self.scope.at(tab.route)) for tab in tabs_for(self.request.user)],
            route=self.route,
            heading=self.heading,
            lead=self.lead,
            is_internal=isinstance(self, InternalOnly),
        )

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """Pages change with every edit, and with who asks."""
        response = super().render_to_response(context, **response_kwargs)
        response["Cache-Control"] = "no-cache"
        return response
