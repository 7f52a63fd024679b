"""What surrounds a cadence: on demand, by appointment, at least, at most, about."""

from __future__ import annotations

import re

from rhythm import exceptions, lexicon, notes, qualifiers
from rhythm.partial import TAKEN, PartialRhythm


def demand(draft: PartialRhythm) -> None:
    """„nach Bedarf“; „und bei Bedarf“ comes on top of what else the text says."""
    match = qualifiers.ON_DEMAND.search(draft.text)
    if match:
        draft.comes_on_top = bool(match["joined"])
        draft.comes_on_top |= qualifiers.AS_OFTEN_AS.match(draft.text) is not None  # „so oft es nötig ist, …“
        is_all = match[0].strip() == draft.text.strip()
        only = _ONLY_THEN.search(draft.text[: match.start()])
        is_condition = (
            qualifiers.CONDITION.search(match[0])
            and not is_all
            and not qualifiers.AT_LEAST.search(draft.text)
        )
        if (is_condition or (only and draft.text[: only.start()].strip())) and not draft.comes_on_top:
            draft.doubtful.append(match[0].strip())  # „monatlich, wenn nötig“, „monatlich, nur bei Bedarf“
            draft.take(match)
            return
        if qualifiers.NO_MEETING.search(exceptions.clause(draft, match)):
            draft.leave(match)  # „wir reservieren nach Bedarf“
            return
        if _is_of_some_time(draft, match):
            draft.leave(match)  # „monatlich, im August auf Anfrage“
            return
        draft.demand = match[0].strip()
        draft.take_all(qualifiers.ON_DEMAND)
        draft.note(on_demand=True)


_ONLY_THEN = lexicon.pattern(r"(?:,|\baber|\bjedoch)\s*nur\s+$")


def _is_of_some_time(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """Whether the clause speaks of months or holidays only, and the text of more."""
    clause = exceptions.clause(draft, match)
    rest = clause.replace(match[0], " ")
    return (
        clause.strip(" ,.;") != draft.text.strip(" ,.;")
        and TAKEN not in rest
        and lexicon.SOME_TIME.search(rest) is not None
        and not lexicon.SAYS_HOW_OFTEN.search(rest)
    )


def at_most(draft: PartialRhythm) -> None:
    if draft.take_all(qualifiers.AT_MOST):
        draft.note(at_most=True)
    if draft.take_all(qualifiers.NO_LATER_THAN):
        draft.note(at_least=True)


def modifiers(draft: PartialRhythm) -> None:
    match = qualifiers.AT_LEAST.search(draft.text)
    if match and TAKEN in exceptions.clause(
        draft, match
    ):  # not „monatlich, mindestens aber alle zwei Monate“
        draft.take_all(qualifiers.AT_LEAST)
        draft.note(at_least=True)
    _about(draft)
    draft.take_all(qualifiers.ONLY)  # „nur einmal in der Woche“
    match = qualifiers.BY_APPOINTMENT.search(draft.text)
    if match and (
        qualifiers.ELSE_BY_APPOINTMENT.search(draft.text[: match.start()]) or _is_aside(draft, match)
    ):
        draft.doubtful.append(
            match[0].strip()
        )  # „von Mai bis Oktober jeden Sonntag, sonst nach Vereinbarung“
        draft.take(match)
    elif match and not _is_of_some_time(draft, match):
        has_cadence = draft.values.keys() & {"period", "weekdays", "nth", "month_days", "feast", "months"}
        is_usual = has_cadence == {"weekdays"} and draft.values.get("approximate") and not draft.every_week
        on_top = match["joined"] and draft.values.get("weekdays")  # „dienstags oder nach Vereinbarung“
        draft.comes_on_top = draft.comes_on_top or bool(on_top)
        # „nach Absprache, meist donnerstags“ is on demand
        by_appointment = has_cadence and not is_usual and not on_top
        draft.note(**{"by_appointment" if by_appointment else "on_demand": True})
        draft.take_all(qualifiers.BY_APPOINTMENT)


def _is_aside(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„dienstags (nach Absprache alternativ donnerstags)“: in brackets, with more."""
    before, after = draft.text[: match.start()], draft.text[match.end() :]
    return before.rfind("(") > before.rfind(")") and re.match(r"[^()]*\w[^()]*\)", after) is not None


def _about(draft: PartialRhythm) -> None:
    """„meist jeden Mittwoch“; of „jeden Mittwoch, meist im Pfarrhof“ only the place is not sure."""
    while (match := qualifiers.ABOUT_WHERE.search(draft.text)) and notes.is_harmless(match["where"]):
        draft.take(match, keep=match["where"])
    said = [match for match in qualifiers.ABOUT.finditer(draft.text) if _is_of_what_was_read(draft, match)]
    for match in reversed(said):
        draft.take(match)
        draft.note(approximate=True)


def _is_of_what_was_read(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„(fast) jeden Sonntag“; but in „…, in den Ferien tagen wir meist seltener“ the doubt belongs to the clause."""
    if not draft.text[: match.start()].strip() and _MEETS.match(draft.text, match.end()):
        return True  # „Normalerweise treffen wir uns bei Kaffee und Kuchen, mittwochs“
    clause = exceptions.clause(draft, match)
    return TAKEN in clause or not re.search(r"\w", clause.replace(match[0], ""))


_MEETS = lexicon.pattern(
    r"\s*(?:treffen|trifft|findet|finden|tagt|tagen|probt|proben|kommt|kommen|gibt|ist|sind)\b"
)
