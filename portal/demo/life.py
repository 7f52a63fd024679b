"""What people did in Auenberg before anybody looked: so that a demo shows every page as it is on a working day.

Entries that somebody edits, drafts, and a case of every kind: some wait for the Kuration, some for the registered person.
The verbs are those of the portal, mails included: they can be read in the demo's mailbox."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from actors.models import Actor
from moderation import claims, decisions, editing
from moderation.models import Case, Draft
from networks.membership import handover, inviting, joining
from networks.models import Network
from partners import asking
from partners.models import PartnerRequest

HOUSE, CAFE = "A053", "N017"  # Mehrgenerationenhaus Nordstadt, and the Sprachcafé that it coordinates
SPORTS, CLUB, READERS = "A097", "A098", "N011"  # of the club no address is on record: the Kuration decides
REFUGEES = (
    "N049"  # meets every month: there is always one ahead, and one of which nobody has said what came of it
)
TRUANCY, WELCOME = "N039", "N051"  # both ended
WORKSHOP = "A115"  # nobody edits its entry: a request goes to the Kuration
SUCCESSOR = "N037"


@dataclass(frozen=True)
class People:
    """Who acts: `editor` looks after the house and the Sprachcafé, `neighbour` after the sports federation."""

    editor: User
    neighbour: User
    coordination: User
    curation: User


def enliven(people: People) -> None:
    """Give the freshly loaded city its people and their cases. Once: doing it again would double what waits."""
    _give_editors(people)
    _hand_in_what_waits(people)
    _ask_the_editor(people)
    _ask_the_curators(people)
    _begin_drafts(people.editor)
    _prepare_a_meeting(_network(REFUGEES))


def set_successor() -> None:
    """One of the networks that ended says who goes on with the work."""
    network = _network(TRUANCY)
    network.successor = _network(SUCCESSOR)
    network.save(update_fields=["successor", "changed_at"])


def _actor(kennung: str) -> Actor:
    return Actor.objects.get(kennung=kennung)


def _network(kennung: str) -> Network:
    return Network.objects.get(kennung=kennung)


def _give_editors(people: People) -> None:
    _actor(HOUSE).editors.add(people.editor)
    for network in (CAFE, REFUGEES):
        _network(network).editors.add(people.editor)
    _actor(SPORTS).editors.add(people.neighbour)


def _hand_in_what_waits(people: People) -> None:
    """The entries that were loaded as handed in each have their case; about one there is a question back."""
    submitted = Network.objects.filter(review_status=Network.ReviewStatus.SUBMITTED).order_by("pk")
    for network in submitted:
        case = decisions.submit(kind=Case.Kind.NEW, entry=network, submitter=network.submitted_by)
    decisions.ask(
        case,
        by=people.curation,
        text="Danke für den Eintrag! Welche Schulen haben schon zugesagt? Dann können wir sie gleich als Mitglieder nennen.",
    )


def _ask_the_editor(people: People) -> None:
    """What stands on her page „Meine Einträge“: a request, an invitation, and whether she takes over a network."""
    joining.ask_to_join(
        _network(CAFE),
        _actor(SPORTS),
        by=people.neighbour,
        text="Wir bieten donnerstags nach dem Sprachcafé ein offenes Training an und würden gern mitmachen.",
    )
    inviting.invite(
        _network(READERS),
        _actor(HOUSE),
        by=people.coordination,
        text="Ihre Vorlesestunden passen gut zu uns: Seien Sie beim nächsten Lesesommer dabei.",
    )
    house = _actor(HOUSE)
    elsewhere = Network.objects.active().published().filter(memberships__in=house.memberships.current())
    network = elsewhere.exclude(coordinator=house).order_by("kennung").first()
    if network:
        handover.propose(
            network,
            house,
            by=people.coordination,
            text="Wir schaffen die Koordination nur noch bis zum Sommer.",
        )


def _ask_the_curators(people: People) -> None:
    claims.claim(_actor(CLUB), by=people.neighbour, reason="Ich bin seit diesem Herbst im Vorstand.")
    cafe = _network(CAFE)
    editing.propose(cafe, {"name": [cafe.name, "Sprachcafé Nordstadt und Hafenviertel"]}, people.editor)
    decisions.submit(
        kind=Case.Kind.REPORT,
        entry=_network(WELCOME),
        email="nachbarin@example.org",
        reason="Die Turnhalle ist seit Langem wieder frei. Gibt es diese Initiative noch?",
        payload={"what": "veraltet"},
    )
    asking.send(
        PartnerRequest(
            actor=_actor(WORKSHOP),
            sender=people.neighbour,
            sender_name=people.neighbour.name,
            institution=_actor(SPORTS).name,
            email=people.neighbour.email,
            plan="Im Frühjahr reparieren Jugendliche und Ältere zusammen Fahrräder.",
            need="Zwei Nachmittage in Ihrer Werkstatt und jemanden, der die Maschinen erklärt.",
        )
    )


def _begin_drafts(editor: User) -> None:
    Draft.objects.create(
        kind="netzwerk",
        owner=editor,
        answers={
            "name": ["Runder Tisch Spracherwerb im Hafenviertel"],
            "purpose": ["Wer im Hafenviertel Deutsch lernt, soll von allen Angeboten wissen."],
        },
    )
    Draft.objects.create(kind="akteur", owner=editor, answers={"name": ["Nähwerkstatt Nordstadt"]})


def _prepare_a_meeting(network: Network) -> None:
    meeting = network.meetings.upcoming().first()
    if meeting:
        meeting.title = "Planung für das nächste Halbjahr"
        meeting.agenda = (
            "Begrüßung\nSprachmittlung: Wer ist wann erreichbar?\nOffene Angebote in den Ferien\nTermine"
        )
        meeting.guests = "Ausländerbehörde, Schulamt"
        meeting.link = "https://konferenz.example.org/runder-tisch"
        meeting.save(update_fields=["title", "agenda", "guests", "link", "changed_at"])
