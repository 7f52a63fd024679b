"""Lint the templates: formatting (djade), links that lead nowhere, German words that no translation could reach.

Run by `make lint`; with --fix, djade repairs the formatting. A word counts as untranslated when it stands as text, or
in an attribute that is read out, outside of {% translate %}, {% blocktranslate %} and {{ … }}.
"""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title"}
LINKS = {"href", "action", "src"}
NAMES = {"Bildungsnetz"}  # the same in every language
UNSEEN = {"script", "style"}
HOLE = "\ufffc"  # stands for what a template tag or variable puts there

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


def main(arguments: list[str]) -> int:
    paths = sorted(
        path for path in Path().glob("*/**/*.html") if path.parts[0] not in {"var", ".venv", "node_modules"}
    )
    paths = [path for path in paths if "templates" in path.parts]
    if not paths:
        return 0
    djade = shutil.which("djade", path=str(Path(sys.executable).parent)) or "djade"
    check = [] if "--fix" in arguments else ["--check"]
    status = subprocess.run(
        [djade, *check, "--target-version", "6.1", *map(str, paths)], check=False
    ).returncode
    for path in paths:
        for line, finding in findings(path.read_text(encoding="utf-8"), mail="mail" in path.parts):
            print(f"{path}:{line}: {finding}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
