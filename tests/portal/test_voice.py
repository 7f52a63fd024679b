"""One voice: Sie, German words for everything, letters that greet and sign once."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.template.loader import render_to_string

from moderation import decisions
from moderation.models import Case
from tests.factories import ActorFactory

ROOT = Path(settings.BASE_DIR)
ROOMS = (
    "accounts", "actors", "bildungsnetz", "exchange", "following", "insight", "mailing", "moderation", "networks",
    "partners", "portal", "search", "vocabulary",
)  # fmt: skip
DU = re.compile(r"\b(?:[Dd]u|[Dd]ir|[Dd]ich|[Dd]eine?[mnrs]?|[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?)\b")
SPOKEN = re.compile(r'(?<!\w)_\(\s*"((?:[^"\\]|\\.)*)"|gettext(?:_lazy)?\(\s*"((?:[^"\\]|\\.)*)"')
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
LETTERS = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/mail/*.txt")
)
NOTICES = sorted(
    path.relative_to(ROOT / "templates").as_posix()
    for room in ("account", "mfa", "socialaccount")
    for path in ROOT.glob(f"templates/{room}/email/*_message.txt")
    if path.stem != "base_message"
)
SIGNATURE = "Freundliche Grüße\nBildungsnetz · Auenberg"


def spoken() -> list[tuple[str, str]]:
    """Where and what: everything that our templates, code and scripts say to people."""
    templates = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]
    found = [(path.name, COMMENT.sub("", path.read_text("utf-8"))) for path in sorted(templates)]
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            texts = SPOKEN.findall(path.read_text("utf-8"))
            found += [(f"{room}/{path.name}", one or other) for one, other in texts]
        for path in sorted((ROOT / room).rglob("*.po")):
            found += [
                (path.name, text)
                for text in re.findall(r'^msgstr.*?"(.*)"$', path.read_text("utf-8"), re.MULTILINE)
            ]
    found += [(path.name, path.read_text("utf-8")) for path in sorted(ROOT.glob("static/js/*.js"))]
    return found


def test_nobody_is_called_du():
    assert len(spoken()) > 500
    assert [(where, found[0]) for where, text in spoken() if (found := DU.search(text))] == []


@pytest.mark.parametrize("name", LETTERS + NOTICES)
def test_every_letter_greets_and_signs_once(name):
    context = {
        "kommune": "Auenberg",
        "operator": "Amt 40",
        "site_url": "https://bildungsnetz.example",
        "days": 14,
    }
    text = render_to_string(name, context | {"email": "a@example.org", "ip": "::1", "user_agent": "Firefox"})
    body = text.split("\n", 1)[1] if name in LETTERS else text
    greeting, _break, rest = body.lstrip().partition("\n\n")
    assert re.fullmatch(r"Guten Tag ?[^\n]*,", greeting)
    assert body.count("Freundliche Grüße") == 1
    assert body.rstrip().endswith(SIGNATURE)
    assert "\n--" not in body
    # After the comma the sentence goes on: small, unless it begins with a name or with „Sie“ or „Ihr“.
    assert re.match(r"[a-zäöü„ ( ]|Sie\b|Ihre?[mnrs]?\b", rest.lstrip("\n"))
    assert "jemand hat" not in rest.casefold()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in Case.Kind if kind not in {"einladung", "uebergabe"}])
def test_the_first_letter_says_what_arrived(kind):
    """A registration is no „Nachricht“."""
    entry = ActorFactory(name="Kita Süd")
    decisions.submit(kind=kind, entry=entry, email="a@example.org", payload={"name": "Hort"})
    subject, body = mail.outbox[-1].subject, mail.outbox[-1].body
    expected = {
        "neu": "„Kita Süd“ ist eingereicht",
        "uebernahme": "Ihre Anfrage, „Kita Süd“ zu pflegen",
        "mitmachen": "Ihre Anfrage an „Kita Süd“",
        "aenderung": "Ihre Änderung an „Kita Süd“",
        "partner": "Ihre Anfrage an „Kita Süd“",
    }
    assert subject == expected.get(kind, "Ihr Hinweis zu „Kita Süd“ ist angekommen")
    assert "Nachricht" not in body


def shown_models() -> list[type]:
    """What the admin shows, with the rows below an entry; our own."""
    admins = [entry for entry in admin.site._registry.values() if entry.opts.app_label in ROOMS]
    models = [entry.model for entry in admins] + [
        inline.model for entry in admins for inline in entry.inlines
    ]
    return sorted(
        {model for model in models if model._meta.app_label in ROOMS}, key=lambda model: model._meta.label
    )


@pytest.mark.parametrize("model", shown_models(), ids=lambda model: model._meta.label)
def test_every_field_and_model_has_a_word_of_its_own(model):
    """Otherwise admin, export and errors would show the English name of the code."""
    fields = [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    spelt = {field.name: (str(field.verbose_name), field.name.replace("_", " ")) for field in fields}
    same = {
        "name",
        "slug",
        "status",
        "version",
        "format",
        "text",
        "link",
        "website",
    }  # words of both languages
    assert {name for name, (label, code) in spelt.items() if label == code} - same == set()
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()
    assert str(model._meta.verbose_name) != name
