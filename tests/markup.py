"""What a page is made of, read from its HTML, for tests that hold on every page."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list")


class Markup(HTMLParser):
    """One pass over a page. `tags` holds (name, attributes) in document order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.labelled: set[int] = set()  # positions of fields that stand inside their label
        self.texts: Counter[str] = Counter()
        self.feed(html)
        self.close()
        self.unbalanced += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "label" in self.open:
            self.labelled.add(len(self.tags))
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append((int(tag[1]), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.texts["title"] += bool(data.strip())
        inside = next((tag for tag in reversed(self.open) if tag[0] == "h" and tag[1:].isdigit()), None)
        if inside:
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    def named(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def ids(self) -> Counter[str]:
        return Counter(attributes["id"] for _tag, attributes in self.tags if "id" in attributes)

    @property
    def links(self) -> list[str]:
        return [attributes.get("href", "") for attributes in self.named("a")]


def flat(html: str) -> str:
    """A page in one line: how a template breaks its lines says nothing about what it shows."""
    html = re.sub(r"\s+", " ", html).replace(" >", ">").replace("> <", "><").replace(" </", "</")
    return re.sub(r"(<[a-z][^<>]*>) ", r"\1", html)


def faults(html: str) -> list[str]:
    """Everything on a page that must not be, one line each; an empty list for a good page."""
    page = Markup(html)
    return [
        *(f"not closed or not opened: {tag}" for tag in page.unbalanced),
        *_faults_of_the_frame(page),
        *_faults_of_headings(page),
        *_faults_of_references(page),
        *_faults_of_fields(page),
    ]


def _faults_of_the_frame(page: Markup) -> list[str]:
    expected = {
        "lang is de": [html.get("lang") for html in page.named("html")] == ["de"],
        "one title": page.texts["title"] == 1,
        "one main": len(page.named("main")) == 1,
        "one h1": [level for level, _text in page.headings].count(1) == 1,
        "no inline style": not page.named("style")
        and not any("style" in attributes for _tag, attributes in page.tags),
        "no inline script": all(
            "src" in script or script.get("type") == "application/json" for script in page.named("script")
        ),
        "no handler in an attribute": not any(
            name.startswith("on") for _tag, attributes in page.tags for name in attributes
        ),
        "every picture has an alt": all("alt" in picture for picture in page.named("img")),
        "no dead link": not {"", "#"} & set(page.links),
    }
    return [fault for fault, holds in expected.items() if not holds]


def _faults_of_headings(page: Markup) -> list[str]:
    levels = [level for level, _text in page.headings]
    jumps = [
        f"h{after} „{text.strip()}“ follows h{before}"
        for before, (after, text) in zip(levels, page.headings[1:], strict=False)
        if after > before + 1
    ]
    empty = [f"empty h{level}" for level, text in page.headings if not text.strip()]
    return jumps + empty


def _faults_of_references(page: Markup) -> list[str]:
    twice = [f"id {name} stands {number} times" for name, number in page.ids.items() if number > 1]
    wanted = {
        target
        for _tag, attributes in page.tags
        for name in REFERENCES
        for target in attributes.get(name, "").split()
    }
    wanted |= {link[1:] for link in page.links if link.startswith("#")}
    return twice + [f"nothing has the id {name}" for name in sorted(wanted - set(page.ids))]


def _faults_of_fields(page: Markup) -> list[str]:
    spoken_for = {attributes.get("for") for attributes in page.named("label")}
    unnamed = []
    for position, (tag, attributes) in enumerate(page.tags):
        if tag not in {"input", "select", "textarea"} or attributes.get("type") in UNLABELLED:
            continue
        named = {"aria-label", "aria-labelledby"} & set(attributes)
        if not named and position not in page.labelled and attributes.get("id") not in spoken_for:
            unnamed.append(f"no label for {attributes.get('name')}")
    return unnamed
