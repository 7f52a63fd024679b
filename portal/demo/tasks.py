"""Who does what in a dozen networks of Auenberg: offices, tasks, resources, groups, several who coordinate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from exchange.cells import read_yes_no
from networks.models import Commitment, MemberGroup, Membership, Network
from portal.demo import calendar
from portal.demo.moving import rows_of
from vocabulary.models import MemberFunction, ResourceKind, Theme

HERE = Path(__file__).parent
ROLES = {str(label): value for value, label in Membership.Role.choices}


def load() -> None:
    """Needs the networks with their members, and the vocabulary."""
    networks = Network.objects.in_bulk(field_name="kennung")
    for row in rows_of(HERE / "rollen.csv"):
        _give_office(row)
    for row in rows_of(HERE / "gruppen.csv"):
        MemberGroup.objects.create(
            network=networks[row["netzwerk"]],
            name=row["gruppe"],
            number=int(row["anzahl"]) if row["anzahl"] else None,
            function=MemberFunction.objects.filter(name=row["funktion"]).first(),
            note=row["vertretung"],
        )
    for row in rows_of(HERE / "zusagen.csv"):
        network = networks[row["netzwerk"]]
        Commitment.objects.create(
            network=network,
            actor=network.memberships.get(actor__kennung=row["akteur"]).actor,
            resource=ResourceKind.objects.filter(name=row["ressource"]).first(),
            text=row["text"],
            theme=Theme.objects.filter(name=row["thema"]).first(),
            amount=Decimal(row["menge"]) if row["menge"] else None,
            unit=row["einheit"],
            until=_day(row["noch_tage"]),
            is_public=read_yes_no(row["oeffentlich"]),
        )


def _give_office(row: dict[str, str]) -> None:
    seat = Membership.objects.get(network__kennung=row["netzwerk"], actor__kennung=row["akteur"])
    seat.role = ROLES.get(row["rolle"], seat.role)
    seat.function = MemberFunction.objects.filter(name=row["funktion"]).first()
    seat.role_since, seat.role_until = _day(row["ab_tagen"]), _day(row["bis_tagen"])
    seat.representation = row["vertretung"]
    seat.save()


def _day(distance: str) -> date | None:
    return calendar.from_today(int(distance)) if distance else None
