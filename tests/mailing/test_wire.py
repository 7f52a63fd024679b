"""Every mail of the portal as a mail server gets it: rendered, queued, folded, sent, and read again from the bytes."""

from __future__ import annotations

import email
import email.policy
import re
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client

from following.digests import headers_of, token_of, unsubscribe_path
from following.models import Watch
from mailing.letters import send_letter
from mailing.links import reply_headers
from mailing.models import OutgoingMail
from mailing.tasks import deliver
from tests import factories
from tests.mailing.test_queue import DATABASE_TASKS, QUEUE
from tests.smtp import Sink

pytestmark = pytest.mark.django_db

TEMPLATES = Path(django_settings.BASE_DIR, "templates")
LETTERS = sorted(path.stem for path in (TEMPLATES / "mail").glob("*.txt"))
OF_ALLAUTH = sorted(
    {
        path.relative_to(folder).as_posix().removesuffix("_subject.txt")
        for folder in (TEMPLATES, Path(allauth.__file__).parent / "templates")
        for path in folder.glob("*/email/*_subject.txt")
    }
)
SITE = "https://bildung.überlingen-am-see.example"
HOST = "bildung.xn--berlingen-am-see-izb.example"
SENDERS = [
    "portal@example.org",
    '"Stadt Überlingen, Bildungsbüro (Zimmer 3)" <bildungsbuero@ueberlingen.example>',
    f"{'Koordinierungsstelle für Bildungsübergänge ' * 3}<x@example.org>",
]
ADDRESSES = [
    "a@example.org",
    f"{'lang.' * 12}ende@{'sehr-langer-rechnername.' * 7}example",
    "info@bücher-und-mehr.example",
]
NAMES = {
    "plain": "Netzwerk Frühe Hilfen",
    "long umlauts": ("Überörtlicher Arbeitskreis für Übergänge " * 7)[:250],
    "one word": "Ü" * 250,
    "one ASCII word": "W" * 250,
    "emoji": "🎓👩‍🏫 Lernen mit Spaß 🏳️‍🌈 " * 9,
    "quotes": "„Lesen“, \"Schreiben\" & 'Rechnen' <b>fett</b>; Köln (West) = 100 % \\ @ , ,",
    "encoded word": "=?utf-8?q?Bcc=3A_b=40example=2Eorg?=",
    "line breaks": "Kita\r\nBcc: alle@example.org\nSüd",
    "empty lines": "Kita\n\nSüd",
    "other breaks": "Kita\u2028Süd\x0b\x0c\x85 Ost",
    "directions": "\u202eKita\u202c \u2066Süd\u2069",
    "lone full stop": "Kita\n.\nSüd",
    "From line": "From hier\n.. nach dort",
}
KNOWN = {
    "subject", "from", "to", "date", "message-id", "content-type", "mime-version", "content-transfer-encoding",
    "list-unsubscribe", "list-unsubscribe-post", "reply-to",
}  # fmt: skip
ONE_PIECE = (b"message-id:", b"list-unsubscribe:")
ENCODED_WORD = re.compile(rb"=\?[^?\s]+\?[bq]\?[^?\s]*\?=", re.IGNORECASE)


class Anything:
    """Stands for whatever a template asks for: has every attribute, one item, and says its text."""

    def __init__(self, text: str, name: str = "", *, likes: bool = True):
        self.text, self.name, self.likes = text, name, likes

    def __str__(self) -> str:
        if self.name.endswith(("path", "url")):
            return f"/netzwerke/{'sehr-langer-name-' * 14}ende/?q=a%20b&x=%C3%BC&token=a:b:C_d-e"
        return self.text

    def __getattr__(self, name: str) -> Anything:
        if name.startswith("__") or name in {"resolve_expression", "tzinfo", "year", "month", "day", "hour"}:
            raise AttributeError(name)
        return Anything(self.text, name, likes=self.likes)

    def __getitem__(self, key: object) -> Anything:
        if isinstance(key, int) and key > 0:
            raise IndexError
        return Anything(self.text, str(key), likes=self.likes)

    def __iter__(self) -> Any:
        yield Anything(self.text, self.name, likes=self.likes)

    def __len__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        return self.likes

    def __eq__(self, other: object) -> bool:
        return self.likes

    __hash__ = object.__hash__


class Context(dict):
    """A template's context in which nothing is missing."""

    def __init__(self, text: str, *, likes: bool):
        super().__init__()
        self.update({name: Anything(text, name, likes=likes) for name in WANTED} | NUMBERS)


def _wanted() -> set[str]:
    files = [*TEMPLATES.glob("mail/*.txt"), *TEMPLATES.glob("*/email/*.txt")]
    files += Path(allauth.__file__).parent.glob("templates/*/email/*.txt")
    words = {word for file in files for word in re.findall(r"[a-z_]+", file.read_text())}
    return words - {"kommune", "site_url", "to", "operator", "user", "request"}


WANTED = _wanted()
# What letters count with: a number itself, not the length of a list.
COUNTED = re.compile(r"blocktranslate count \w+=(\w+)[ %]")
NUMBERS = {name: 2 for file in TEMPLATES.glob("mail/*.txt") for name in COUNTED.findall(file.read_text())}


@pytest.fixture(autouse=True)
def wire(settings: Any, smtp: Sink) -> Sink:
    smtp_backend = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": smtp.options}
    settings.MAILERS = QUEUE | {"delivery": smtp_backend}
    settings.TASKS, settings.SITE_URL = DATABASE_TASKS, SITE
    return smtp


def sent(smtp: Sink) -> list[tuple[OutgoingMail, bytes]]:
    """Hands all mails of the queue to the mail server."""
    pairs = []
    for queued in OutgoingMail.objects.order_by("pk"):
        deliver.call(queued.pk)
        stored = OutgoingMail.objects.get(pk=queued.pk) if queued.keep else queued
        assert stored.last_error == ""
        pairs.append((queued, smtp.received[-1]))
    assert len(smtp.received) == len(pairs)
    smtp.received.clear()
    OutgoingMail.objects.all().delete()
    return pairs


def faults(queued: OutgoingMail, raw: bytes) -> list[str]:
    """What is wrong with the bytes, by RFC 5322, 2045 and 2047."""
    found = []
    head = raw.partition(b"\r\n\r\n")[0]
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", head)
    lines = raw.split(b"\r\n")
    if b"\r" in raw.replace(b"\r\n", b"") or b"\n" in raw.replace(b"\r\n", b""):
        found.append("bare CR or LF")
    if not raw.isascii():
        found.append("8 bit")
    if any(len(line) > 998 for line in lines):
        found.append("line of more than 998")
    in_head = [line for line in head.split(b"\r\n") if not line.lower().startswith(ONE_PIECE)]
    long = [line for line in in_head if len(line) > 78 and line.strip().count(b" ") > 0 and b"@" not in line]
    if long:
        found.append(f"line of more than 78 that could be folded: {long}")
    if any(not line.strip() for line in in_head):
        found.append("empty folded line")
    words = ENCODED_WORD.findall(head)
    if [word for word in words if len(word) > 75]:
        found.append("encoded word of more than 75")
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    names = [name.lower() for name in parsed.keys()]  # noqa: SIM118 (a message, no dict)
    if set(names) - KNOWN or len(names) != len(set(names)):
        found.append(f"headers {names}")
    if any(header.defects for _name, header in parsed.items()):
        found.append(
            f"defects {[(name, header.defects) for name, header in parsed.items() if header.defects]}"
        )
    if parsed["subject"] != queued.subject:
        found.append(f"subject {parsed['subject']!r} instead of {queued.subject!r}")
    if not re.search(rb"(?mi)^Message-ID: <[^<>@\s]+@" + re.escape(HOST.encode()) + rb">\r?$", unfolded):
        found.append("Message-ID")
    if parsed["date"].datetime.tzinfo is None:
        found.append("Date")
    return found + _faults_of_addresses(queued, parsed) + _faults_of_bodies(queued, parsed)


def _faults_of_addresses(queued: OutgoingMail, parsed: EmailMessage) -> list[str]:
    found = []
    wanted = email.message_from_string(f"From: {queued.sender}\n\n", policy=email.policy.default)["from"]
    sender: list[Address] = list(parsed["from"].addresses)
    expected = [(" ".join(a.display_name.split()), a.addr_spec) for a in wanted.addresses]
    if [(" ".join(a.display_name.split()), a.addr_spec) for a in sender] != expected:
        found.append(f"From {sender}")
    to = [address.addr_spec for address in parsed["to"].addresses]
    if to != [_ascii(address) for address in queued.recipients]:
        found.append(f"To {to}")
    return found


def _ascii(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _faults_of_bodies(queued: OutgoingMail, parsed: EmailMessage) -> list[str]:
    found = []
    parts = {part.get_content_type(): part for part in parsed.walk() if not part.is_multipart()}
    text = parts["text/plain"].get_content()
    if _plain(text) != _plain(queued.body):
        found.append("the text is another one")
    if set(re.findall(r"https?://\S+", text)) != set(re.findall(r"https?://\S+", queued.body)):
        found.append("an address in the text is broken")
    if bool(queued.html_body) != ("text/html" in parts):
        found.append("HTML")
    if queued.html_body and _plain(parts["text/html"].get_content()) != _plain(queued.html_body):
        found.append("the HTML is another one")
    for part in parts.values():
        if part.defects or part["content-transfer-encoding"] not in {"7bit", "quoted-printable", "base64"}:
            found.append(f"encoding {part['content-transfer-encoding']} {part.defects}")
        if any(len(line) > 78 for line in str(part.get_payload()).splitlines() if part.is_attachment()):
            found.append("long line of a body")
    return found


def _plain(text: str) -> str:
    """Line ends are those of the wire; and a last one is nobody's."""
    return "\n".join(re.split(r"\r\n|\r|\n", text)).strip()


# --- All mails --------------------------------------------------------------------------------------------------------


def some_of(mails: list[str], number: int) -> list[str]:
    """A quarter of the mails for each name, so that each mail meets several names and each name several mails."""
    return mails[number % 4 :: 4]


def test_every_letter_is_sound_whatever_stands_in_it(smtp: Sink, settings: Any) -> None:
    wrong = {}
    for number, (kind, text) in enumerate(NAMES.items()):
        settings.DEFAULT_FROM_EMAIL = SENDERS[number % len(SENDERS)]
        letters = some_of(LETTERS, number)
        for letter in letters:
            context = Context(text, likes=number % 3 > 0)
            send_letter(letter, ADDRESSES[number % len(ADDRESSES)], context, headers=headers_of("a:b"))
        for letter, (queued, raw) in zip(letters, sent(smtp), strict=True):
            if found := faults(queued, raw):
                wrong[letter, kind] = found
    assert wrong == {}


def test_every_mail_of_the_login_is_sound_whatever_stands_in_it(smtp: Sink, settings: Any, rf: Any) -> None:
    wrong, user = {}, factories.UserFactory()
    request = rf.get("/")
    request.user = user
    for number, (kind, text) in enumerate(NAMES.items()):
        settings.DEFAULT_FROM_EMAIL = SENDERS[number % len(SENDERS)]
        settings.KOMMUNE_NAME = " ".join(text.split())
        prefixes = some_of(OF_ALLAUTH, number)
        for prefix in prefixes:
            context = Context(text, likes=number % 3 > 0) | {"user": user, "request": request}
            with request_context(request):
                get_adapter(request).send_mail(prefix, ADDRESSES[number % len(ADDRESSES)], context)
        for prefix, (queued, raw) in zip(prefixes, sent(smtp), strict=True):
            if found := faults(queued, raw):
                wrong[prefix, kind] = found
    assert wrong == {}


# --- What the templates cannot show -------------------------------------------------------------------------------------


def test_unsubscribing_is_one_piece_that_works(smtp: Sink, client: Client, settings: Any) -> None:
    """RFC 2369 and 8058: an address in angle brackets, in ASCII, in no encoded word; a POST without a cookie ends it."""
    settings.SITE_URL = f"https://{'sehr-langer-name-des-portals.' * 6}example"
    watch = factories.WatchFactory()
    token = token_of(watch.owner, watch.rhythm)
    context = {"news": [], "rhythm": watch.rhythm, "unsubscribe_path": unsubscribe_path(token)}
    send_letter("digest", watch.owner.email, context, headers=headers_of(token))
    [(_queued, raw)] = sent(smtp)
    head = re.sub(rb"\r\n(?=[ \t])", b"", raw.partition(b"\r\n\r\n")[0]).split(b"\r\n")
    [line] = [line for line in head if line.lower().startswith(b"list-unsubscribe:")]
    match = re.fullmatch(rb"List-Unsubscribe: ?<(https://[!-~]+)>", line)
    assert match, line
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    path = match[1].decode().removeprefix(settings.SITE_URL)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Watch.objects.get().paused_at


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_goes_to_the_address_that_is_named(smtp: Sink, address: str) -> None:
    send_letter(
        "partner_request", "a@example.org", Context("Kita Süd", likes=True), headers=reply_headers(address)
    )
    [(queued, raw)] = sent(smtp)
    assert faults(queued, raw) == []
    [found] = email.message_from_bytes(raw, policy=email.policy.default)["reply-to"].addresses
    assert (found.display_name, found.addr_spec) == ("", _ascii(address))


def test_line_breaks_in_a_name_begin_neither_header_nor_text(smtp: Sink) -> None:
    context = Context("Kita\r\nBcc: alle@example.org", likes=True)
    send_letter("case_received", "a@example.org", context)
    [(queued, raw)] = sent(smtp)
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert "bcc" not in parsed
    assert "„Kita Bcc: alle@example.org“ ist" in parsed["subject"]
    assert queued.body.startswith("Guten Tag,")


def test_mail_keeps_its_number_when_it_is_sent_again(smtp: Sink) -> None:
    mail.send_mail("Hallo", "Text", "p@example.org", ["a@example.org"])
    queued = OutgoingMail.objects.get()
    for _again in range(2):
        OutgoingMail.objects.update(sent_at=None)
        deliver.call(queued.pk)
    first, second = (email.message_from_bytes(raw)["Message-ID"] for raw in smtp.received)
    assert first == second
    assert first.endswith(f"@{HOST}>")


def test_longest_name_in_a_subject_loses_no_mail(smtp: Sink) -> None:
    """The name and the words around it are longer than what the queue keeps."""
    send_letter("case_received", "a@example.org", Context("Ü" * 250, likes=True))
    [(queued, _raw)] = sent(smtp)
    assert len(queued.subject) == 250
    assert queued.subject.endswith("…")
