"""Small template tags that every room's templates use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from design import extensions

register = template.Library()

QUIET = {"cancel", "danger", "link", "outline", "panel", "secondary", "tool"}


class HasTimes(Protocol):
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime | None: ...


@register.simple_tag
@lru_cache(maxsize=500)  # a page has dozens of them, the portal a few dozen different ones
def icon(name: str, extra_class: str = "") -> SafeString:
    """An icon of the Lucide sprite. Decoration only: the word stands beside it."""
    return format_html(
        '<svg class="ico {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra_class,
        static("vendor/lucide/sprite.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def extension(context: template.Context, place: str, **about: Any) -> SafeString:
    """What rooms above show in this place of the page."""
    return extensions.rendered(place, context, about)


@register.simple_block_tag
def fact(content: str, label: str, icon_name: str = "") -> SafeString:
    """One line of a list of facts: `{% fact _("Telefon") "phone" %}{{ actor.phone }}{% endfact %}`; none without content."""
    shown = _filled(content)
    name = format_html("{}{}", icon(icon_name), label) if icon_name else label
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", name, shown) if shown else SafeString()


@register.simple_block_tag
def card_fact(content: str, label: str, icon_name: str) -> SafeString:
    """The same on a card, where the picture stands for the label: that is only read out."""
    shown = _filled(content)
    line = "<div><dt>{}</dt><dd>{}{}</dd></div>"
    return format_html(line, label, icon(icon_name), shown) if shown else SafeString()


def _filled(content: str) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308 (what a template has rendered)


@register.filter
def styled(field: BoundField) -> SafeString:
    """The widget of a form field in the portal's look; a placeholder that only repeats the label goes."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    look = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}
    classes = [
        widget.attrs.get("class", ""),
        look.get(kind, "form-control"),
        "is-invalid" if field.errors else "",
    ]
    attrs = {"class": " ".join(filter(None, classes))}
    if widget.attrs.get("placeholder") == str(field.label):
        attrs["placeholder"] = ""
    return field.as_widget(attrs=attrs)


@register.filter
def button_class(tags: Iterable[str]) -> str:
    """The look of a button that allauth describes by tags: one that does the page's main thing is loud."""
    look = "btn btn-primary" if QUIET.isdisjoint(tags) else "btn btn-quiet"
    return f"{look} danger" if "danger" in tags else look


@register.filter
def clock(moment: datetime) -> str:
    """The time of day as Germans write it: 9 Uhr, 19:30 Uhr. Aware datetimes are shown in local time."""
    moment = localtime(moment)
    return f"{moment.hour} Uhr" if moment.minute == 0 else f"{moment.hour}:{moment.minute:02} Uhr"


@register.filter
def clock_range(meeting: HasTimes) -> str:
    """From when to when: 14–16 Uhr, 9–11:30 Uhr; the end only where it is known and on the same day."""
    start, end = localtime(meeting.start), meeting.end and localtime(meeting.end)
    if not end or end.date() != start.date():
        return clock(start)
    return f"{clock(start).removesuffix(' Uhr')}–{clock(end)}"


@register.filter
def answer(field: BoundField) -> str:
    """What a bound field says, in words: labels of chosen options, the text as typed, nothing for nothing."""
    value = field.value()
    if not value:
        return ""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return str(value)
    chosen = {str(item) for item in value} if isinstance(value, list) else {str(value)}
    return ", ".join(str(label) for key, label in choices if str(key) in chosen)


@register.simple_tag
def query(**parameters: object) -> str:
    """A query string of the given parameters: `{% query thema=theme.slug %}` is ?thema=sprachbildung."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"?{urlencode(given, doseq=True)}" if given else ""


@register.filter
def of(values: Mapping[int, str] | None, key: int) -> str:
    """The text that belongs to an id, nothing for none: `{{ said|of:actor.pk }}`."""
    return (values or {}).get(key, "")
