"""What stands in a field of the table of gaps. A page has a thousand of these: as templates they would take longer than all the
counting."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from design.templatetags.bn import icon
from insight.coverage import CellKind
from insight.gaps_table import Figure, ShownCell

register = template.Library()


@register.filter
def networks(figure: Figure) -> SafeString:
    """„2 Netzwerke“, as a link where the directory can show them."""
    return _linked(_networks(figure.number), figure.url)


@register.filter
def actors(figure: Figure) -> SafeString:
    return _linked(_actors(figure.number), figure.url)


@register.filter
@lru_cache(maxsize=8)
def gap_mark(kind: CellKind) -> SafeString:
    """Sign and word of a finding, never colour alone; nothing for other fields."""
    signs = {CellKind.GAP: ("circle-dashed", _("Lücke")), CellKind.CHECK: ("circle-help", _("prüfen"))}
    if kind not in signs:
        return SafeString()
    sign, word = signs[kind]
    return format_html('<span class="mark-gap">{}{}</span>', icon(sign), word)


@register.filter
def figures(shown: ShownCell) -> SafeString:
    """Networks and actors of a field, as far as there are any."""
    if shown.cell.is_empty:
        return _nothing()
    both = ((networks, shown.networks), (actors, shown.actors))
    return format_html_join("", "{}", ((draw(figure),) for draw, figure in both if figure.number))


@lru_cache(maxsize=1)
def _nothing() -> SafeString:
    return format_html('<span class="none">–<span class="vh"> {}</span></span>', _("nichts eingetragen"))


def _linked(words: str, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words) if url else format_html("<span>{}</span>", words)


@lru_cache(maxsize=2_000)  # the same numbers come again and again; the portal speaks one language
def _networks(number: int) -> str:
    return ngettext("%(n)d Netzwerk", "%(n)d Netzwerke", number) % {"n": number}


@lru_cache(maxsize=2_000)
def _actors(number: int) -> str:
    return ngettext("%(n)d Akteur", "%(n)d Akteure", number) % {"n": number}
