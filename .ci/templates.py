"""Lint the templates: formatting (djade, djangofmt), links that lead nowhere, German words that no translation could reach,
pages of a room that name one above it.

Run by `make lint`; with --fix, djade and djangofmt repair the formatting. A word counts as untranslated when it stands as text, or
in an attribute that is read out, outside of {% translate %}, {% blocktranslate %} and {{ … }}.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title"}
LINKS = {"href", "action", "src"}
NAMES = {"Bildungsnetz"}  # the same in every language
UNSEEN = {"script", "style"}
HOLE = "\ufffc"  # stands for what a template tag or variable puts there

# A diff of a template can be read: one element a line.
FORMATTERS = {
    "djade": ["--target-version", "6.1"],
    "djangofmt": [
        "--line-length",
        "120",
        "--indent-width",
        "2",
        "--custom-blocks",
        "card_fact,element,fact,slot",
    ],
}
FRAME = {"partials/header.html", "partials/footer.html"}
OWNERS = {"account": "accounts", "allauth": "accounts", "mfa": "accounts", "socialaccount": "accounts", "mail": "mailing",
          "partials": "design"}  # fmt: skip

NAMED = re.compile(r'{%-?\s*(?:(?:include|extends)\s+"(?P<path>[^"]+)"|load\s+(?P<libraries>[^%]+))')
REACHABLE = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


class Reader(HTMLParser):
    """Collects the findings of one template."""

    def __init__(self, *, mail: bool) -> None:
        super().__init__()
        self._mail = mail  # has no stylesheet but the one in its tags
        self.findings: list[tuple[int, str]] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        for name, value in attrs:
            if name in SPOKEN:
                self._words(value or "")
            if name in LINKS and (value or "") in {"", "#"} and not (tag == "form" and name == "action"):
                self._find(f'<{tag} {name}="{value or ""}"> leads nowhere')
            if not self._mail and (
                (value or "").startswith("javascript:") or name.startswith("on") or name == "style"
            ):
                self._find(
                    f"<{tag} {name}> is inline script or style, which the Content Security Policy blocks"
                )

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words(data)

    def _words(self, text: str) -> None:
        if words := [word for word in WORD.findall(text) if word not in NAMES]:
            self._find(f"not translatable: {' '.join(words)}")

    def _find(self, finding: str) -> None:
        self.findings.append((self.getpos()[0], finding))


def findings(template: str, *, mail: bool = False) -> list[tuple[int, str]]:
    """Return (line, what is wrong) of one template, in its order."""
    for pattern, filling in ((COMMENT, ""), (REACHABLE, HOLE), (TAG, HOLE)):
        template = pattern.sub(lambda match, filling=filling: filling + "\n" * match[0].count("\n"), template)
    reader = Reader(mail=mail)
    reader.feed(re.sub(rf"(</?){HOLE}", r"\1div", template))  # a tag whose name is a variable
    reader.close()
    return reader.findings


def rooms() -> list[str]:
    """The rooms, lowest first, as import-linter has them."""
    with Path("pyproject.toml").open("rb") as file:
        (layers,) = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return layers["layers"][::-1]


def room_of(template: str, order: list[str]) -> str | None:
    """Room of a template, by the folder below templates/; None for the frame around all pages, which may name any room."""
    parts = Path(template).parts
    if len(parts) == 1 or template in FRAME:
        return None
    named = next((part for part in parts[1::-1] if part in order), None)
    return named or OWNERS.get(parts[0])


def climbs(template: str, text: str, order: list[str], libraries: dict[str, str]) -> list[tuple[int, str]]:
    """Return (line, what is wrong) where a page includes, extends or loads something of a room above its own."""
    room, found = room_of(template, order), []
    for match in NAMED.finditer(text) if room else ():
        if match["path"]:
            other = room_of(match["path"], order)
            named = [(match["path"], other)] if other else []
        else:
            named = [(name, libraries[name]) for name in match["libraries"].split() if name in libraries]
        line = text.count("\n", 0, match.start()) + 1
        found += [
            (line, f"{name} belongs to {other}, above {room} (use {{% extension %}})")
            for name, other in named
            if order.index(other) > order.index(room)
        ]
    return found


def main(arguments: list[str]) -> int:
    paths = sorted(
        path for path in Path().glob("*/**/*.html") if path.parts[0] not in {"var", ".venv", "node_modules"}
    )
    paths = [path for path in paths if "templates" in path.parts]
    if not paths:
        return 0
    check = [] if "--fix" in arguments else ["--check"]
    status = 0
    for name, options in FORMATTERS.items():
        program = shutil.which(name, path=str(Path(sys.executable).parent)) or name
        command = [program, *check, *options, *map(str, paths)]
        status |= subprocess.run(command, check=False).returncode
    order = rooms()
    libraries = {path.stem: path.parts[0] for path in Path().glob("*/templatetags/[a-z]*.py")}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        below = path.relative_to("templates").as_posix() if path.parts[0] == "templates" else path.name
        found = [*findings(text, mail="mail" in path.parts), *climbs(below, text, order, libraries)]
        for line, finding in found:
            print(f"{path}:{line}: {finding}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
