"""Texts of the admin as HTML: CommonMark without raw HTML, and sanitised all the same."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PARSER = MarkdownIt("js-default", {"html": False, "linkify": False})
TAGS = {
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "br",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def as_html(text: str) -> SafeString:
    """Headings start at level 2, because the page has its own h1 (# becomes an h2, too)."""
    html = PARSER.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel="noopener"))  # noqa: S308 (sanitised)
