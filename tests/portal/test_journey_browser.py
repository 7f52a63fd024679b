"""The life of one network in a real browser, from the first idea to its end, with everybody who has a part in it.

Once with a mouse on a desk, once by keyboard alone on the width of a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from actors.models import Actor
from moderation.models import Inquiry
from networks.models import Network
from tests.browser import TELL_CSP
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.browser

MOST_TABS = 400
NAME = "Lesekreis Weststadt für Väter"
ADDRESS = "vaeter@example.org"


class Walker:
    """Somebody at a browser of their own. With `keys`, nothing is ever clicked."""

    def __init__(self, page: Page, *, keys: bool) -> None:
        self.page, self.keys = page, keys

    def go(self, address: str) -> None:
        self.page.goto(address)

    def reach(self, target: Locator) -> None:
        """Move the focus there by Tab, as somebody without a mouse has to."""
        expect(target).to_be_visible()
        for _attempt in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab never reaches {target}")

    def press(self, name: str, role: str = "button") -> None:
        """A button or link that leads to another page; waits until it is there."""
        target = self.page.get_by_role(role, name=name).first
        with self.page.expect_navigation():
            self._activate(target)

    def _activate(self, target: Locator) -> None:
        if self.keys:
            self.reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def open(self, name: str) -> None:
        """A menu or fold, named by its summary."""
        self._activate(self.page.locator("summary", has_text=name).first)

    def fill(self, label: str, text: str) -> None:
        target = self.page.get_by_label(label).first
        if self.keys:
            self.reach(target)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            target.fill(text)

    def tick(self, label: str) -> None:
        target = self.page.get_by_label(label).first
        if not self.keys:
            target.check()
        elif target.get_attribute("type") == "radio":
            self._move_to(target)
        else:
            self.reach(target)
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def _move_to(self, radio: Locator) -> None:
        """Tab enters a group of radio buttons once; the arrows move within it."""
        group = self.page.locator(f"input[type=radio][name='{radio.get_attribute('name')}']")
        checked = group.and_(self.page.locator(":checked"))
        self.reach(checked if checked.count() else group.first)
        self.page.keyboard.press("Space")
        for _attempt in range(group.count()):
            if not radio.is_checked():
                self.page.keyboard.press("ArrowDown")

    def choose(self, label: str, option: str) -> None:
        target = self.page.get_by_label(label).first
        if self.keys:
            self.reach(target)
            self.page.keyboard.type(option)
        else:
            target.select_option(label=option)
        expect(target.locator("option:checked")).to_have_text(option)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def log_in(self, person: User, password: str = PASSWORD) -> None:
        self.go(reverse("account_login"))
        self.fill("E-Mail-Adresse", person.email)
        self.fill("Passwort", password)
        self.press("Anmelden")


@pytest.fixture
def somebody(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Callable[..., Walker]]:
    """Opens browsers of their own; fails when one of them met an error or a forbidden request."""
    contexts, bad = [], []

    def opened(*, keys: bool) -> Walker:
        width = 390 if keys else 1366
        context = browser.new_context(**{**browser_context_args, "viewport": {"width": width, "height": 844}})
        contexts.append(context)
        context.add_init_script(TELL_CSP)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: bad.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: bad.append(str(error)))
        return Walker(page, keys=keys)

    yield opened
    for context in contexts:
        context.close()
    assert bad == []


def letter_to(address: str, *, about: str) -> str:
    """The newest mail to this address whose subject contains `about`."""
    letters = [message for message in mail.outbox if message.to == [address] and about in message.subject]
    assert letters, f"{about}: {[(message.to, message.subject) for message in mail.outbox]}"
    return str(letters[-1].body)


def path_in(letter: str, start: str) -> str:
    [path] = set(re.findall(rf"{start}\S+", letter))
    return path


def confirmed(person: User) -> User:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def run(*jobs: str) -> None:
    call_command("run_jobs", *jobs, stdout=StringIO())


def describe_the_idea(initiator: Walker) -> None:
    """A visitor without an account describes the idea and sees what is there already."""
    initiator.go("/")
    initiator.follow("Eintragen")
    initiator.press("Netzwerk eintragen")
    initiator.fill("Name", NAME)
    initiator.choose("Format", "Arbeitskreis")
    initiator.fill("Zweck", "Väter in der Weststadt lesen ihren Kindern vor und tauschen Bücher.")
    expect(initiator.page.locator("#aehnlich")).to_contain_text("Vorlesekreis Lindenau")
    initiator.open("Das ist etwas anderes, weil")
    initiator.fill("Warum ist Ihr Vorhaben etwas anderes", "Bei uns lesen Väter.")
    initiator.press("Weiter")
    initiator.tick("Leseförderung")
    initiator.press("Weiter")
    initiator.fill("Rhythmus", "jeden ersten Montag im Monat, 17 Uhr")
    initiator.press("Weiter")
    initiator.fill("Ihre E-Mail-Adresse", ADDRESS)
    initiator.tick("Ich darf diesen Eintrag vornehmen")
    initiator.press("Absenden")
    initiator.sees("Bitte sehen Sie in Ihr Postfach")
    assert not Network.objects.filter(name=NAME).exists()

    # The link of the mail shows a button; only that submits.
    initiator.go(path_in(letter_to(ADDRESS, about="bestätigen"), "/eintragen/bestaetigen/"))
    initiator.press("Ja, jetzt einreichen")
    initiator.sees("ist eingereicht")


def review(curator: Walker, initiator: Walker) -> None:
    """A curator asks back, the visitor answers by the link, the curator publishes."""
    curator.log_in(confirmed(UserFactory(role=User.Role.CURATION)))
    curator.go(reverse("moderation:queue"))
    curator.follow(NAME)
    curator.sees("Bei uns lesen Väter.")
    curator.fill("Text", "Sind auch Großväter gemeint?")
    curator.press("Rückfrage senden")
    initiator.go(path_in(letter_to(ADDRESS, about="Rückfrage"), "/vorgang/"))
    initiator.sees("Sind auch Großväter gemeint?")
    initiator.fill("Text", "Ja, natürlich.")
    initiator.press("Absenden")
    curator.go(reverse("moderation:queue"))
    curator.follow(NAME)
    curator.sees("Ja, natürlich.")
    curator.choose("Entscheidung", "annehmen")
    curator.press("Entscheidung festhalten")
    assert Network.objects.get(name=NAME).is_public
    initiator.go(path_in(letter_to(ADDRESS, about="veröffentlicht"), "/netzwerke/"))
    expect(initiator.page.get_by_role("heading", level=1)).to_contain_text(NAME)


def open_an_account(initiator: Walker) -> None:
    """With an account of the same address, the entry is the initiator's."""
    initiator.go(reverse("account_signup"))
    initiator.fill("E-Mail-Adresse", ADDRESS)
    initiator.fill("Passwort", PASSWORD)
    initiator.fill("Passwort (Wiederholung)", PASSWORD)
    initiator.tick("Ich habe die Hinweise zum Datenschutz gelesen")
    initiator.press("Konto anlegen")
    initiator.sees(ADDRESS)
    initiator.go(path_in(letter_to(ADDRESS, about="E-Mail"), "/konto/"))
    initiator.press("Ja, bestätigen")
    initiator.go(reverse("portal:mine"))
    initiator.sees(NAME)


def join_and_hear(partner: Walker, initiator: Walker, network: Network) -> None:
    """Somebody watches it and joins with her library; the initiator accepts and tells how it goes."""
    library = Actor.objects.published().get(name="Stadtbibliothek Auenberg")
    librarian = confirmed(UserFactory())
    library.editors.add(librarian)
    partner.log_in(librarian)
    partner.go(network.get_absolute_url())
    partner.follow("Beobachten")
    partner.tick("sofort")
    partner.press("Beobachten")
    partner.go(network.get_absolute_url())
    partner.follow("Mitmachen anfragen")
    partner.fill("Ihre Nachricht", "Wir stellen die Bücher.")
    partner.press("Anfrage absenden")
    initiator.go(path_in(letter_to(ADDRESS, about="mitmachen"), "/meine/anfragen/"))
    initiator.sees("Wir stellen die Bücher.")
    initiator.choose("Entscheidung", "annehmen")
    initiator.press("Entscheidung festhalten")
    assert letter_to(librarian.email, about=NAME)
    initiator.go(reverse("portal:mine"))
    initiator.follow("Zwischenstand : " + NAME)
    initiator.tick("Fortschritt")
    initiator.fill("Text", "Zwölf Väter waren da.")
    initiator.press("Eintragen")
    initiator.sees("Zwölf Väter waren da.")

    # The watcher hears of both.
    run("send-digests")
    digest = letter_to(librarian.email, about="Neues")
    assert "Zwölf Väter waren da." in digest
    assert library.name in digest


def answer_after_a_year(stranger: Walker, network: Network) -> None:
    """Half a year and more later the portal asks whether the entry still holds. The link needs no login."""
    run("ask-for-confirmation")
    stranger.go(path_in(letter_to(ADDRESS, about="Stimmt"), "/bestaetigen/"))
    stranger.press("Stimmt noch : " + NAME)
    stranger.sees("Danke")
    network.refresh_from_db()
    assert network.confirmed_at == timezone.localdate()
    assert Inquiry.objects.filter(object_id=network.pk, answer="stimmt").count() == 1


def end_it(initiator: Walker, stranger: Walker, network: Network) -> None:
    """It ends, and its page leads to the network that goes on with the work."""
    initiator.page.context.clear_cookies()
    initiator.log_in(User.objects.get(email=ADDRESS))
    initiator.go(network.get_absolute_url())
    initiator.open("Mehr")
    initiator.follow("Netzwerk beenden")
    initiator.fill("Warum endet das Netzwerk?", "Wir lesen jetzt mit allen zusammen.")
    initiator.fill("Nachfolger", "Auenberger Lesenetz")
    initiator.page.keyboard.press("Escape")
    initiator.press("Netzwerk beenden")
    stranger.go(network.get_absolute_url())
    stranger.sees("Wir lesen jetzt mit allen zusammen.")
    stranger.follow("Auenberger Lesenetz")
    expect(stranger.page.get_by_role("heading", level=1)).to_contain_text("Auenberger Lesenetz")


@pytest.mark.parametrize("keys", [False, True], ids=["mouse at a desk", "keyboard on a phone"])
def test_a_network_from_the_idea_to_its_end(
    auenberg_live: None, somebody: Callable[..., Walker], keys: bool
) -> None:
    initiator, curator, partner = somebody(keys=keys), somebody(keys=keys), somebody(keys=keys)
    describe_the_idea(initiator)
    review(curator, initiator)
    open_an_account(initiator)
    network = Network.objects.get(name=NAME)
    join_and_hear(partner, initiator, network)
    with time_machine.travel(timezone.now() + timedelta(days=370)):
        stranger = somebody(keys=keys)
        answer_after_a_year(stranger, network)
        end_it(initiator, stranger, network)
