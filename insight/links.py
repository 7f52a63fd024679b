"""Names as links, and lists of them as Germans say them: „A, B und 4 weitere“."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor
from insight.snapshot import NetworkFacts

FULL_STOPS = re.compile(r"(\.</a>)\.")


class WayOn(NamedTuple):
    """Where something can be done, or seen closer."""

    label: str
    url: str


def network_link(network: NetworkFacts) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("networks:detail", args=[network.slug]), network.name)


def actor_link(actor: Actor) -> SafeString:
    return format_html('<a href="{}">{}</a>', actor.get_absolute_url(), actor.name)


def listed(links: Iterable[SafeString], total: int) -> SafeString:
    """`total`: of how many these are the first."""
    shown = [str(link) for link in links]
    if more := total - len(shown):
        shown.append(ngettext("%d weiterer", "%d weitere", more) % more)
    last = shown.pop()
    said = _("%(first)s und %(last)s") % {"first": ", ".join(shown), "last": last} if shown else last
    return mark_safe(said)  # noqa: S308 (links made by format_html, and a number)


def actors_counted(number: int) -> str:
    return ngettext("%d Akteur", "%d Akteure", number) % number


def members_counted(number: int) -> str:
    return ngettext("%d Mitglied", "%d Mitglieder", number) % number


def networks_counted(number: int) -> str:
    return ngettext("%d Netzwerk", "%d Netzwerke", number) % number


def filled(sentence: str, **parts: Any) -> SafeString:
    """A translated sentence with links in it: `{who}`. A name that ends with a full stop ends the sentence, too."""
    said = format_html(sentence, **parts)
    return mark_safe(FULL_STOPS.sub(r"\1", said))  # noqa: S308 (made by format_html; a stop goes)
