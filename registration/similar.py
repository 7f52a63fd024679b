"""„Gibt es das schon?“ while somebody fills in a draft, and what he answers: „Das ist etwas anderes, weil …“."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from actors.models import Actor
from actors.recognition import candidates as actor_candidates
from actors.recognition.proposals import record_of_answers
from moderation.case_context import section
from moderation.models import Case, Draft
from networks.membership.naming import find_actor
from networks.models import Network
from networks.recognition import candidates as network_candidates
from networks.recognition.at_work import where_nothing_is_alike
from networks.recognition.proposals import structure_of
from registration.forms import MODELS

type Found = network_candidates.FoundNetwork | actor_candidates.FoundActor

ANSWER = re.compile(r"anders-(\d{1,12})")  # name of the field: the number is that of the existing entry
# Characters, and values of one field: what is longer is no help in comparing.
LONGEST_ANSWER, MOST_ANSWERS = 500, 30
MOST_MEMBERS = 60  # a wizard's list is rarely longer
TEMPLATES = {"netzwerk": "networks/_duplicates.html", "akteur": "actors/_duplicates.html"}


def similar_to_answers(
    kind: str, answers: dict[str, Any], user: User | AnonymousUser
) -> tuple[list[Found], dict[str, Any]]:
    """Existing entries like the one that these cleaned answers describe; and what is to be said where none shows."""
    if kind == "akteur":
        record = record_of_answers(answers)
        return (list(actor_candidates.found_for(user, record)) if record else []), {}
    if len(answers.get("name", "")) < 3 and len(answers.get("purpose", "")) < 3:
        return [], {"too_little": _("Es fehlt noch ein Name oder der Zweck.")}
    proposal = structure_of(
        name=answers.get("name", ""),
        short_name=answers.get("short_name", ""),
        purpose=answers.get("purpose", ""),
        themes=answers.get("themes", []),
        target_groups=answers.get("target_groups", []),
        districts=answers.get("districts", []),
        coordinator=find_actor(answers.get("coordinator_name", ""), user),
        members=[named.actor for named in answers.get("members", [])[:MOST_MEMBERS] if named.actor],
    )
    found = network_candidates.found_for(user, proposal)
    return list(found), where_nothing_is_alike(user, proposal, found)


def entry_of(found: Found) -> Network | Actor | None:
    return found.actor if isinstance(found, actor_candidates.FoundActor) else found.network


def context_of(
    kind: str,
    found: list[Found],
    answers: Mapping[int, str],
    said_of_none: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """What the templates of both kinds need."""
    return {
        **said_of_none,
        "found": found,
        "shown": [item for item in found if entry_of(item)],
        "is_handed_in": any(entry_of(item) is None for item in found),
        "similar_template": TEMPLATES[kind],
        "seen": ",".join(str(entry.pk) for item in found if (entry := entry_of(item))),
        "said": answers,
    }


# --- „Das ist etwas anderes, weil …“ -----------------------------------------------------------------------------------


def answers_in(data: Any) -> dict[str, list[str]]:
    """The answers among what a page sent, as a draft keeps them; an emptied one is kept empty."""
    names = [name for name in data if ANSWER.fullmatch(name)]
    return {
        name: [data.get(name, "").replace("\x00", "").strip()[:LONGEST_ANSWER]]
        for name in names[:MOST_ANSWERS]
    }


def answers_of(draft: Draft) -> dict[int, str]:
    """Why the draft is something else, by the id of the existing entry."""
    return {
        int(found[1]): texts[0]
        for name, texts in draft.answers.items()
        if (found := ANSWER.fullmatch(name)) and texts and texts[0]
    }


def payload_of(draft: Draft, user: User | AnonymousUser) -> dict[str, Any]:
    """What the case keeps of it. An answer counts only about what this person may see."""
    said = answers_of(draft)
    seen = MODELS[draft.kind].objects.visible_to(user).filter(pk__in=said).values_list("pk", flat=True)
    return {"different": {str(pk): said[pk] for pk in sorted(seen)}} if seen else {}


# --- for the reviewer --------------------------------------------------------------------------------------------------


@section(Case.Kind.NEW, "portal/registration/_different.html")
def answers_section(case: Case, user: User | AnonymousUser) -> dict[str, Any] | None:
    """What the submitter said about existing entries that this person may see."""
    said = {int(pk): text for pk, text in case.payload.get("different", {}).items()}
    model = case.content_type.model_class()
    if not said or model not in MODELS.values():
        return None
    entries = model.objects.visible_to(user).filter(pk__in=said).order_by("sort_name", "pk")
    rows = [(entry, said[entry.pk]) for entry in entries]
    return {"rows": rows} if rows else None
