"""What overrides the score of a pair, because no weight can say it. Pure: no Django models.

A weight moves a score a little in every pair; these hold or do not hold. What each gains is measured by leaving it out
(`make quality`, docs/quality.md, „Rules beside the score“).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duplicates.scoring import Found, HandRule, Model
from german import analyzer
from networks.recognition.profiles import Profile
from networks.recognition.structures import Structure

CERTAIN = 0.99  # of what is the same word for word
# From the threshold to 1: certain enough for the verdict, less so than what is equal throughout.
HALFWAY = 0.5
SAYS_OTHERWISE = 0.25  # of a signal against, from which on the same name is not enough
NEARLY_ALL = 0.6  # of the members in common: then one part of the area or all of it is the same round
ANOTHER_NAME = 0.45  # below, the names have no more in common than any two of one trade
NEARLY_THE_NAME = 0.7  # from here on `reasons` speaks of „fast gleicher Name“
OTHER_PURPOSE = 0.45  # of the signal: less than a third of what is said is found on the other side
ANYWHERE = 0.5  # of the signal: the name has no word of its own
# Of the signals, in a directory of several towns: below both, what is near in one town is a second thing as often as the same.
NAME_IN_TOWN, PURPOSE_IN_TOWN = 0.85, 0.4
SAME_PEOPLE = 0.5  # of the members in common


def is_identical(proposal: Structure, existing: Structure) -> bool:
    """Same name and purpose in any spelling, and nothing filled in on both sides differs."""
    if analyzer.fold(proposal.name) != analyzer.fold(existing.name) or not proposal.name.strip():
        return False
    both = (
        (analyzer.fold(proposal.purpose), analyzer.fold(existing.purpose)),
        (proposal.districts, existing.districts),
        (proposal.coordinator, existing.coordinator),
    )
    return all(not mine or not theirs or mine == theirs for mine, theirs in both)


def _is_said_again(_found: Found, proposal: Profile, existing: Profile) -> bool:
    return proposal.folded_name == existing.folded_name and is_identical(
        proposal.structure, existing.structure
    )


def _bears_the_name(found: Found, proposal: Profile, existing: Profile) -> bool:
    if found["stadt"] and not found["ort_gegen"] and " " in proposal.folded_name:
        # The whole name, with its town, where every town has its own: what else is said of it cannot deny that.
        return found["name"] == 1.0 and proposal.folded_name == existing.folded_name
    against = (
        "stadt_offen_gegen",
        "gremium_gegen",
        "ort_gegen",
        "ort_teil_gegen",
        "themen_gegen",
        "mitglieder_gegen",
        "zweck_gegen",
    )
    return found["name"] == 1.0 and all(found[name] <= SAYS_OTHERWISE for name in against)


def _is_in_another_town(found: Found, proposal: Profile, _existing: Profile) -> bool:
    if found["stadt_teil"]:
        return found["name"] < NEARLY_THE_NAME
    return bool(found["ort_gegen"] and proposal.where and not found["stadt"])


def _is_another_in_town(found: Found, _proposal: Profile, _existing: Profile) -> bool:
    return bool(
        found["stadt"]
        and found["name"] < NAME_IN_TOWN
        and found["zweck_beide"] < PURPOSE_IN_TOWN
        and found["mitglieder_gleich"] < SAME_PEOPLE
    )


def _is_anywhere(found: Found, _proposal: Profile, _existing: Profile) -> bool:
    return (
        found["stadt_offen_gegen"] >= ANYWHERE
        and not found["koordination"]
        and found["mitglieder_gleich"] < SAME_PEOPLE
    )


def _is_elsewhere(found: Found, proposal: Profile, existing: Profile) -> bool:
    if _is_in_another_town(found, proposal, existing):
        return False
    return bool(found["ort_gegen"]) or (
        bool(found["ort_teil_gegen"]) and found["mitglieder_gleich"] < NEARLY_ALL
    )


def _is_something_else(found: Found, _proposal: Profile, _existing: Profile) -> bool:
    """Another name with other themes, or with another purpose and other people."""
    if found["themen_gegen"] == 1.0 and found["name"] < ANOTHER_NAME:
        return True
    return (
        found["zweck_gegen"] >= OTHER_PURPOSE
        and found["name"] < NEARLY_THE_NAME
        and found["mitglieder_gleich"] < SAME_PEOPLE
    )


def _far_from_same(score: float, _found: Found, model: Model) -> float:
    return model.short_of_same(score)


def _as_if_there(_score: float, found: Found, model: Model) -> float:
    """The score, were it in the same place (what makes siblings „verwandt“), but never the verdict."""
    return model.short_of_same(model.score({**found, "ort_gegen": 0.0, "ort_teil_gegen": 0.0}))


RULES = (
    HandRule(
        "identical",
        _("wörtlich dasselbe"),
        "Name and purpose are equal as far as both are said, and so are place and coordination. The weights alone miss 388 of 521"
        " networks that are entered a second time by their name with other members and themes.",
        _is_said_again,
        lambda score, _found, _model: max(score, CERTAIN),
    ),
    HandRule(
        "same name",
        _("gleicher Name, und nichts widerspricht"),
        "A name alone is typed first. The weights learnt that names need a purpose beside them; where the rest is still empty"
        " or agrees, the same name is reason enough to stop.",
        _bears_the_name,
        lambda score, _found, model: max(score, model.same_from + (1 - model.same_from) * HALFWAY),
    ),
    HandRule(
        "another town",
        _("andere Stadt oder Gemeinde, oder der Kreis um sie: verwandt, nicht dasselbe"),
        "Every town has its Bündnis für Familie. Among namesakes the one at hand comes first, however the others are called.",
        _is_in_another_town,
        _far_from_same,
    ),
    HandRule(
        "place unsaid",
        _("Ort ungesagt: Was so heißt, gibt es in jeder Stadt"),
        "In a directory of several towns a proposal that names none may mean another one, unless the name is one of its own or"
        " the same people take part.",
        _is_anywhere,
        _far_from_same,
    ),
    HandRule(
        "another in town",
        _("gleiche Stadt, aber weder fast gleicher Name noch gleicher Zweck: verwandt"),
        "In one town the same few people work on one theme in several rounds; only the name, a purpose told alike or the same"
        " members tell which one is meant.",
        _is_another_in_town,
        _far_from_same,
    ),
    HandRule(
        "part of it",
        _("ein Gremium des anderen: verwandt, nicht dasselbe"),
        "A Steuerungsgruppe or Beirat belongs to its network and is another body; too few stand in the material to fit a weight.",
        lambda found, _proposal, _existing: bool(found["gremium_gegen"]),
        _far_from_same,
    ),
    HandRule(
        "elsewhere",
        _("anderer Ort: verwandt, nicht dasselbe"),
        "The same kind of round in another Stadtteil is no Doppelstruktur, however alike; it is worth knowing, so it keeps the"
        " score it would have in the same place, below the verdict.",
        _is_elsewhere,
        _as_if_there,
    ),
    HandRule(
        "something else",
        _("anderer Name und andere Aufgabe: nicht dasselbe"),
        "Members and place can meet for two tasks of the same people. Without the name, the themes or the purpose it is never"
        " the same; a sum of weights would get there.",
        _is_something_else,
        _far_from_same,
    ),
)
SIBLINGS = HandRule(
    "siblings",
    _("beide gibt es, an verschiedenen Orten"),
    "Of two stored networks in different places each is at work where it is: curators are not asked about them as if they were"
    " in one place.",
    lambda found, _first, _second: bool(found["ort_gegen"]),
    lambda score, found, model: min(score, model.score(found)),
)
PAIR_RULES = (*RULES, SIBLINGS)
