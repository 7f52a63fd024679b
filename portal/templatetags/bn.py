"""Small template tags that every room's templates use."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """An icon of the Lucide sprite. Decoration only: the word stands beside it."""
    return format_html(
        '<svg class="ico {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra_class,
        static("vendor/lucide/sprite.svg"),
        name,
    )


@register.simple_tag
def query(**parameters: object) -> str:
    """A query string of the given parameters: `{% query thema=theme.slug %}` is ?thema=sprachbildung."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"?{urlencode(given, doseq=True)}" if given else ""
