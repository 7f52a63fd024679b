"""The elements of a page, for tests that ask what stands where: `tree.select("#t-2026-12-09 a.ev")`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.markup import VOID

PART = re.compile(r"([\w-]+)|#([\w-]+)|\.([\w-]+)|:not\(\.([\w-]+)\)|\[([\w-]+)(?:(~?)=([^\]]+))?\]")


@dataclass(eq=False)
class Element:
    """`select` knows tags, #id, .class, :not(.class), [attribute], [attribute=value], [attribute~=word] and descendants."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            yield from [child] if isinstance(child, str) else child._texts()

    def below(self) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.below()

    def select(self, selector: str) -> list[Element]:
        found = [self]
        for compound in selector.split(" "):
            inside = (one for outer in found for one in outer.below() if one._fits(compound))
            found = list(dict.fromkeys(inside))
        return found

    def one(self, selector: str) -> Element:
        [found] = self.select(selector)
        return found

    def _fits(self, compound: str) -> bool:
        return all(self._has(*part) for part in PART.findall(compound))

    def _has(
        self, tag: str, name: str, cls: str, not_cls: str, attribute: str, word: str, value: str
    ) -> bool:
        if attribute:
            held = self.attributes.get(attribute)
            return held is not None and (not value or value in (held.split() if word else [held]))
        if cls or not_cls:
            return cls in self.classes if cls else not_cls not in self.classes
        return self.attributes.get("id") == name if name else self.tag == tag


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag in [one.tag for one in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree_of(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]
