"""Who edits an actor edits the networks that it coordinates, alone or with others, too; a curator may leave some of them out for a person."""

from __future__ import annotations

from typing import Any

from actors.models import Actor
from moderation import decisions
from moderation.models import Case, Moderated
from moderation.rights import key_of, reach
from networks.models import Network


@reach
def coordinated(entry: Moderated) -> list[Any]:
    if not isinstance(entry, Actor):
        return []
    mine = Network.objects.coordinated_by(Actor.objects.filter(pk=entry.pk))
    return list(mine.order_by("sort_name", "pk"))


@decisions.effect(Case.Kind.CLAIM, Case.Outcome.ACCEPTED)
def narrow(case: Case) -> None:
    """Only what the curator left ticked; without a curator's choice (the link in the mail) nothing that was withheld comes
    back, and nothing new is withheld."""
    if case.submitter is None or "opens" not in case.payload:
        return
    entry: Any = case.entry  # a Moderated, of whichever room
    for network in coordinated(entry):
        if key_of(network) in case.payload["opens"]:
            network.withheld.remove(case.submitter)
        else:
            network.withheld.add(case.submitter)
