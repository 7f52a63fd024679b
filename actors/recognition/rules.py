"""What overrides the score of a pair of institutions, because no weight can say it. Pure: no Django models.

Some lower what looks alike below „gibt es schon“, others lift what is worth a look to „verwandt“; what each gains is
measured by leaving it out (`measuring/actor_trial.py`, docs/quality.md).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actors.recognition.naming import VOCATIONAL
from actors.recognition.records import Record
from duplicates.scoring import Found, HandRule, Model

SURELY_NEAR = 0.5  # of `anschrift`: the street, and a number that one side does not say
MOST_OF_IT = 0.6  # of a name that stands in the name of a branch, and says something


def is_namesake(found: Found) -> bool:
    """The same name in one town; another kind or another number is another institution."""
    is_told_apart = found["nummer_gegen"] or found["art_gegen"]
    return bool(found["name_gleich"] and found["ort"] and not is_told_apart)


def _is_namesake(found: Found, _first: Record, _second: Record) -> bool:
    return is_namesake(found)


def _is_reached_alike(found: Found, _first: Record, _second: Record) -> bool:
    return found["telefon"] == 1.0


def _is_renamed(found: Found, first: Record, second: Record) -> bool:
    in_one_house = found["anschrift"] == 1.0 and bool(found["art_und_anschrift"])
    return in_one_house or (found["anschrift"] >= SURELY_NEAR and bool(first.kinds & second.kinds))


def _is_branch(found: Found, _first: Record, _second: Record) -> bool:
    return found["aussenstelle"] >= MOST_OF_IT


def _follows(found: Found, _first: Record, _second: Record) -> bool:
    return found["nachfolge"] == 1.0


def _bears_another_number(found: Found, _first: Record, _second: Record) -> bool:
    return bool(found["nummer_gegen"])


def _teaches_another_trade(found: Found, first: Record, second: Record) -> bool:
    return bool(VOCATIONAL & first.kinds & second.kinds) and found["eigenes_gegen"] > 0


def _worth_a_look(score: float, _found: Found, model: Model) -> float:
    """At least „verwandt“, and still the higher the more alike."""
    return max(score, model.related_from * (1 + score))


def _short_of_same(score: float, _found: Found, model: Model) -> float:
    return model.short_of_same(score)


def _related(score: float, found: Found, model: Model) -> float:
    return model.short_of_same(_worth_a_look(score, found, model))


LIFTING = (
    HandRule(
        "namesake",
        _("gleicher Name am gleichen Ort"),
        "A common name in another street of the town may have moved or be its sibling: people see that, no weight does.",
        _is_namesake,
        _worth_a_look,
    ),
    HandRule(
        "same telephone",
        _("gleiche Telefonnummer"),
        "Who answers at the same number is the same house, whatever it is called now.",
        _is_reached_alike,
        _worth_a_look,
    ),
    HandRule(
        "renamed",
        _("gleiche Art an gleicher Anschrift"),
        "Schools get names and lose them, and stay in their houses. Another name lowers the score below what is shown.",
        _is_renamed,
        _worth_a_look,
    ),
)
DECIDING = (  # these have the last word, so a pair in which one holds teaches no weight
    HandRule(
        "branch",
        _("Außenstelle"),
        "A branch bears the name of its house and lies in another town, which speaks against all else.",
        _is_branch,
        _related,
    ),
    HandRule(
        "successor",
        _("Nachfolgerin an derselben Adresse"),
        "A Gemeinschaftsschule in the house of a Hauptschule came after it. Even with the same name both have an official "
        "key of their own, and are open side by side for years.",
        _follows,
        _related,
    ),
    HandRule(
        "another number",
        _("andere Nummer im Namen"),
        "The second and the fourth of a row share name, house and switchboard; all that parts them is the number.",
        _bears_another_number,
        _short_of_same,
    ),
    HandRule(
        "another trade",
        _("anderer Bildungsgang"),
        "Schools for Altenpflege and Ergotherapie of one bearer share everything but one word.",
        _teaches_another_trade,
        _short_of_same,
    ),
)
RULES = (*LIFTING, *DECIDING)
