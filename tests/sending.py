"""What a browser would send: the fields of a form on a page, as they stand there."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"submit", "button", "reset", "image", "file"}


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._text: tuple[str, list[str]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        match tag:
            case "input" if name and given.get("type", "text") not in VOID and "disabled" not in given:
                if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                    self.fields.setdefault(name, []).append(
                        given.get("value", "on" if "checked" in given else "") or ""
                    )
            case "textarea" if name:
                self._text = (name, [])
            case "select":
                self._select = name
            case "option" if self._select and "selected" in given:
                self.fields.setdefault(self._select, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            name, text = self._text
            self.fields.setdefault(name, []).append("".join(text).removeprefix("\r\n").removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._select = ""


def fields_of(html: str) -> dict[str, list[str]]:
    """Names and values of all fields of a page; templates for further rows (`__prefix__`) are left out."""
    parser = _Fields()
    parser.feed(html)
    return {name: values for name, values in parser.fields.items() if "__prefix__" not in name}
