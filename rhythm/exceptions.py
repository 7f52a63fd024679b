"""When there are no meetings: „Sommerpause im Juli und August“, „entfällt im Dezember“, „außer in den Ferien“, „ruht“.

The worst mistake a reader can make is to take the months of a pause for the months of the meetings. So whatever
stands in one clause with a word of denial is read here, as an exception, or it is not read at all (`is_denied`).
"""

import re

from rhythm import feasts, lexicon, notes, qualifiers
from rhythm.partial import TAKEN, PartialRhythm
from rhythm.terms import Period

_FREE = r"(?:frei|(?:sitzungs|proben?|spiel|übungs|trainings|treffen|termin|schul|vorlesungs|veranstaltungs)frei(?:e[rnsm]?)?)"
_BREAK = r"(?:(?!mittags|kaffee|frühstücks|hof|unterrichts)\w{0,20}pause[n]?|sitzungsfreie?\s+zeit|betriebsferien|\w{0,20}ferien(?=\s*:)|vereinsferien|winterschlaf|(?:winter|sommer|betriebs)ruhe|urlaubszeit|sommerloch|\w{0,20}urlaub)"
_FALLS_OUT = r"(?:(?:fällt|fallen)\s+flach|entfällt|entfallen|ausgefallen|ausfallen|ausfall|fällt\s+(?:\w+\s+){0,3}aus|fallen\s+(?:\w+\s+){0,3}aus)"
_NO = r"kein(?:e[nrsm]?)?(?:\s+\w+)?"
_CLOSED = r"(?:(?:ist|sind|bleibt|bleiben)\s+(?:\w+\s+)?(?:zu|dicht)(?=\s*(?:$|[,;.)])|\s+\w+mal\b)|ruhe|auszeit|stille|schließung|schließzeit|geschlossen|abgesagt|gestrichen|ausgesetzt|ruht|ruhen|ruhetage?|pausiert|pausieren|zu\s+ist|unterbrochen|gesperrt|sperrzeit|unterbrechung|ausgespart|unbesetzt|nichts(?=\s*(?:$|[,;.)]|statt\b)))"
OFF = "\x01"  # stands where an exception was read: what is joined to it is an exception, too
_EXCEPT = r"(?:außer|bis\s+auf(?!\s+weiteres)|ausgenommen|(?:mit\s+)?ausnahmen?(?:\s+(?:von|des|der|ist|sind))?|(?:leider\s+)?nicht(?:\s+(?:jedoch|aber|hingegen|dagegen))?|ohne|nie(?:mals)?)"
_DENIAL = lexicon.pattern(
    rf"(?<![^\W_])(?:{_FREE}|{_BREAK}|{_FALLS_OUT}|kein(?:e[nrsm]?)?|{_CLOSED}|{_EXCEPT}|fällt|fallen|entf\.|\w*ausnahmen?"
    r"|bis\s+auf(?!\s+weiteres)|verschoben|anstatt|statt\s+dessen|stattdessen|nichts|niemand|weder|unbesetzt|abgeschafft|eingestellt"
    r"|absagen|schließtage?|wegfallen|weggefallen|(?:hat|haben|ist|sind|bleibt|bleiben)\s+(?:\w+\s+){0,3}zu(?=\s*(?:$|[,;.)])))(?![^\W_])"
)
_BUT = lexicon.pattern(r"\b(?:außer|ohne|mit\s+ausnahme|bis\s+auf)\b")
_BREAKS = lexicon.pattern(r"ferien(?![^\W_])")
_CLAUSE_END = re.compile(r"[,;.()]\s|[;()\x01]|\s-\s|\bsonst\b|\bansonsten\b", re.IGNORECASE)

_IN = r"(?:(?:im|des|den|dem)\s+(?:\w*ferien|urlaubs)?monats?\s+|(?:der|die|in\s+den)\s+(?:ferien|urlaubs)?monaten?\s+|im\s+|über\s+den\s+|in\s+den\s+|in\s+|von\s+|während\s+(?:der\s+|des\s+)?|den\s+|der\s+|die\s+|des\s+)?"
_AND_OFF = lexicon.pattern(rf"{OFF}\s*(?:und|sowie|oder|/|&)\s*(?:auch\s+)?{_IN}(?P<months>{lexicon.SPAN})")
_OFF = rf"(?:{_BREAK}|{_FALLS_OUT}|{_CLOSED}|{_NO}|{_EXCEPT}|{_FREE})"
_IS = r"(?:\s*:\s*|\s+)(?:(?:ist|sind|findet|finden|gibt\s+es|haben\s+wir|machen\s+wir|macht|trifft\s+(?:man\s+)?sich|treffen\s+wir\s+uns|wird|werden|jeweils|immer|dann|wir|uns|sich|die|der|das|eine?|bleibt|bleiben|sie|er|es)\s+){0,3}"
_MONTHS_OFF = [
    lexicon.pattern(
        rf"(?:(?:und|sowie)\s+)?(?<![^\W_]){_OFF}(?![^\W_])(?:\s*[:-]|(?<!nicht)\s+nur\b)?\s*{_IN}(?P<months>{lexicon.SPAN})"
        rf"(?:\s+(?:statt|pause|frei|getagt|geprobt))?"
    ),
    lexicon.pattern(
        rf"(?:wir\s+machen\s+|macht\s+)?(?<![^\W_])(?:(?<!nicht\s)nur\s+)?{_IN}(?P<months>{lexicon.SPAN}){_IS}{_OFF}(?![^\W_])"
        r"(?:\s+(?:statt|getagt|geprobt|gespielt|aus))?"
    ),
]
# „im August macht der Chor Pause“, „in den Ferien bleibt die Bücherei geschlossen“, „… findet die Gruppe nicht statt“
_WHO_IS_OFF = (
    r"\s+(?:(?:ist|sind|bleibt|bleiben|hat|haben|macht|machen|fällt|fallen)\s+(?:die|der|das|unsere?)\s+(?=(?-i:[A-ZÄÖÜ]))\w+\s+"
    rf"(?:{_BREAK}|geschlossen|aus|frei|zu)|(?:findet|trifft\s+sich|tagt|probt)\s+(?:die|der|das|unsere?)\s+(?=(?-i:[A-ZÄÖÜ]))\w+\s+nicht(?:\s+statt)?)"
    r"(?=\s*(?:$|[,;.)]))"
)
_MONTHS_OFF.append(lexicon.pattern(rf"(?<![^\W_]){_IN}(?P<months>{lexicon.SPAN}){_WHO_IS_OFF}"))
# „im Sommer setzen wir aus“, „im August legt die Gruppe eine Pause ein“, „im Juli treffen wir uns nicht“
_SOMEBODY = r"(?:wir|sie|er|man|(?:die|der|das|unsere?)\s+(?=(?-i:[A-ZÄÖÜ]))\w+)"
_RESTS_THEN = (
    rf"\s+(?:setz(?:en|t)\s+{_SOMEBODY}\s+aus|leg(?:en|t)\s+{_SOMEBODY}\s+(?:eine\s+)?(?:\w+\s+)?\w*pause\s+ein|(?:hab(?:en)?|hat)\s+{_SOMEBODY}\s+(?:frei|zu|geschlossen|\w*pause)"
    rf"|mach(?:en|t)\s+{_SOMEBODY}\s+(?:eine\s+)?(?:\w+\s+)?(?:\w*pause|ferien|zu)|pausier(?:en|t)\s+{_SOMEBODY}|lassen\s+wir\s+(?:es|das\s+treffen|die\s+\w+)\s+ausfallen"
    rf"|(?:treffen\s+wir\s+uns|trifft\s+{_SOMEBODY}\s+sich|trifft\s+sich\s+{_SOMEBODY}|tagt\s+{_SOMEBODY}|proben\s+wir)\s+nicht)(?=\s*(?:$|[,;.)!]))"
)
_MONTHS_OFF.append(lexicon.pattern(rf"(?<![^\W_]){_IN}(?P<months>{lexicon.SPAN}){_RESTS_THEN}"))
# „im Mai“ behind what does not happen then: „ansonsten entfallen die Treffen im Mai“
_MONTHS_OFF.append(
    lexicon.pattern(
        rf"(?<![^\W_])(?:entfällt|entfallen|(?P<out>fällt|fallen))\s+(?:die|der|das|alle|unsere?)\s+(?=(?-i:[A-ZÄÖÜ]))\w+\s+{_IN}(?P<months>{lexicon.SPAN})(?(out)\s+aus\b)"
    )
)
_MONTHS_OFF.append(
    lexicon.pattern(rf"(?<![^\W_])(?:fällt|fallen)\s+{_IN}(?P<months>{lexicon.SPAN})\s+aus(?![^\W_])")
)
# „das August-Treffen fällt aus“, „keine Dezember-Sitzung“
_MEETING = r"-?(?:treffen|sitzung|probe|termin|runde|stammtisch)"
_MONTHS_OFF.append(
    lexicon.pattern(
        rf"(?<![^\W_])(?:das|die|der)\s+(?P<months>{lexicon.MONTH_STEM}){_MEETING}{_IS}{_FALLS_OUT}(?![^\W_])"
    )
)
_MONTHS_OFF.append(
    lexicon.pattern(
        rf"(?<![^\W_])(?:kein(?:e[nrsm]?)?|ohne)\s+(?P<months>{lexicon.MONTH_STEM}){_MEETING}(?![^\W_])"
    )
)
_MONTHS_OFF.append(lexicon.pattern(rf"(?<![^\W_]){_BREAK}\s*\({_IN}(?P<months>{lexicon.SPAN})\)"))
_NOT_AT_ALL = (
    rf"(?<![^\W_])(?:(?:kein(?:e[nrsm]?)?|nicht|ohne|nie)\s+(?:\w+\s+)?(?:{_BREAK}|{_CLOSED}|{_FALLS_OUT}|\w*ausnahmen?)"
    r"|(?:fällt|fallen)\s+(?:\w+\s+){0,3}(?:nicht|nie)\s+aus|(?:entfällt|entfallen|ruht|ruhen|pausiert|pausieren)\s+(?:\w+\s+){0,2}(?:nicht|nie))(?![^\W_])"
)
_WHEN_ELSE = rf"(?:{lexicon.SPAN}|ferien|feiertage?n?s?)"
_NO_EXCEPTION = [
    lexicon.pattern(rf"{_IN}\w{{0,20}}{_WHEN_ELSE}[^,;.()\x00]{{0,40}}?{_NOT_AT_ALL}[^,;.()\x00]{{0,20}}"),
    lexicon.pattern(rf"{_NOT_AT_ALL}[^,;.)\x00]{{0,40}}?{_WHEN_ELSE}"),
]
# „in den Ferien nicht, außer im August“: an exception of the exception
_BUT_THEN = lexicon.pattern(
    rf"(?<![^\W_])(?:nicht|{_NO}|{_FALLS_OUT}|{_CLOSED}|{_BREAK}|{_FREE})(?![^\W_])[^,;.()\x00]{{0,40}}[,(]?\s*"
    r"(?P<rest>\b(?:außer|ausgenommen|bis\s+auf(?!\s+weiteres)|mit\s+ausnahme)\s[^,;.()\x00]*)"
)
# „Im Anschluss an die monatliche Sitzung fällt die Stunde aus“, „samstags erfolgt keine Betreuung“: no meetings at all
_ONLY_OFF = lexicon.pattern(
    r"\b(?:fällt|fallen)\s[^,;.()\x00]*\baus\b|\b(?:entfällt|entfallen)\b"
    r"|\b(?:erfolgt|erfolgen|findet|finden|gibt\s+es|ist|sind|haben\s+wir)\s+kein|\bkeine?\s+\w+$"
    r"|\b(?:ist|sind|bleibt|bleiben)\s+(?:\w+\s+){0,2}(?:geschlossen|abgesagt|gestrichen|ausgesetzt|zu)$"
)
_SOME_DAYS = lexicon.pattern(rf"{lexicon.DAYS}|{lexicon.MONTH}|ferien|feiertag")
_VAGUE = re.compile(r"(?:\b(?:anfang|mitte|ende|erste\w*|zweite\w*|letzte\w*)\s+|\d\.\s*)$", re.IGNORECASE)

_NOW = r"(?:(?:zur\s?zeit|derzeit|momentan|aktuell|vorübergehend|gegenwärtig|bis\s+auf\s+weiteres|z\.\s?zt\.|zzt\.)\s*)"
_SINCE = r"(?:\s*\x00)?(?:\s*,?\s*seit\s+(?:(?:anfang|mitte|ende|dem)\s+)?(?:\d{1,2}\.\s*)?(?:\w+\s+)?\d{4})?"
_SLEEPS = (
    r"ruht|ruhend|ausgesetzt|auszusetzen|eingestellt|inaktiv|nicht\s+aktiv|stillgelegt"
    r"|trifft\s+sich\s+(?:derzeit\s+|zurzeit\s+)?nicht(?:\s+mehr)?"
    rf"|findet{_SINCE}\s+(?:derzeit\s+|zurzeit\s+)?nicht\s+(?:mehr\s+)?statt"
)
_RESTS = (
    r"geschlossen|pausiert|pausierend|(?:macht|in|im)\s+(?:der\s+)?pause"
    r"|(?<!noch )kein\w*\s+(?:weiteren\s+)?(?:treffen|sitzung\w*|termine?|zusammenkünfte|proben?)"
)
_PAUSED = lexicon.pattern(
    rf"(?<![^\W_])(?P<now>{_NOW})?(?:(?P<sleeps>{_SLEEPS})|{_RESTS}){_SINCE}(?P<then>\s+{_NOW})?(?![^\W_])"
)

_FERIEN = r"(?:schul)?ferien(?:zeit(?:en)?|-(?=\s+(?:und|oder)\s))?"
_HOLIDAYS = r"(?:(?:gesetzlichen\s+)?feiertag(?:en|e|s)?)"
_NAMED = lexicon.pattern(r"(?:winter|oster|pfingst|sommer|herbst|weihnachts)-?ferien")
_ALL_BREAKS = lexicon.pattern(r"(?<![\w-])(?:schul)?ferien")
_FREE_TIME = rf"(?:{_FERIEN}|{_HOLIDAYS}|{_NAMED.pattern})"
_WHEN = r"(?:(?:in|während|an|bei|zu|von)\s+)?(?:den\s+|der\s+|allen\s+|die\s+)?"
_AND = r"\s*(?:,|/|und|sowie|oder|und\s+auch)\s*"
_DURING = r"(?:in\s+den\s+|an\s+|während\s+der\s+|bei\s+|zu\s+)?"
_OUTSIDE = [
    lexicon.pattern(
        rf"{OFF}\s*(?:,|und|sowie|oder|/|&)\s*{_WHEN}(?P<what>{_FREE_TIME}(?:{_AND}{_WHEN}{_FREE_TIME})*)(?![^\W_])"
    ),
    lexicon.pattern(
        rf"(?<![^\W_])(?:und\s+)?(?:{_EXCEPT}|{_FALLS_OUT}|{_NO}|fällt|{_CLOSED}|(?:nur\s+)?außerhalb(?:\s+von)?)\s*:?\s*"
        rf"{_WHEN}(?P<what>{_FREE_TIME}(?:{_AND}{_WHEN}{_FREE_TIME})*)(?:\s+(?:aus|statt)\b)?(?![^\W_])"
    ),
    # „außer am ersten Sonntag und in den Ferien“: the Sunday stays unread
    lexicon.pattern(
        rf"(?P<keep>(?<![^\W_])(?:außer|ausgenommen)\s+(?:am|an|bei|im)\s(?:\d\.|[^,;.()\x00\x01]){{3,50}}?)\s+(?:und|sowie)\s+{_WHEN}"
        rf"(?P<what>{_FREE_TIME}(?:{_AND}{_WHEN}{_FREE_TIME})*)(?![^\W_])"
    ),
    lexicon.pattern(
        rf"(?<![^\W_])(?:(?<!nicht\s)nur\s+)?{_DURING}(?:die\s+)?(?P<what>{_FREE_TIME}(?:{_AND}{_WHEN}{_FREE_TIME})*){_IS}{_OFF}(?:\s+statt)?(?![^\W_])"
    ),
    lexicon.pattern(
        rf"(?<![^\W_]){_DURING}(?:die\s+)?(?P<what>{_FREE_TIME}(?:{_AND}{_WHEN}{_FREE_TIME})*)(?:{_WHO_IS_OFF}|{_RESTS_THEN})"
    ),
    lexicon.pattern(
        r"(?<![^\W_])(?:nur\s+)?(?:(?:in|während|zu|innerhalb)\s+de[rn]\s+(?:schulzeit|unterrichtszeit|(?:schul|unterrichts)-?(?:wochen|tagen?))"
        r"|zur\s+(?:schul|unterrichts)zeit|(?:in|während)\s+(?:schul|unterrichts)wochen|an\s+schultagen"
        r"|während\s+des\s+(?:schuljahr(?:e?s)?|(?:laufenden\s+)?(?:schul|unterrichts)betriebs))"
        r"(?P<what>)(?![^\W_])"
    ),
]


def is_denied(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """Whether a word of denial stands in the clause of the match: then what it names may be a pause."""
    start, end = _clause_ends(draft, match)
    excepted = _BUT.search(draft.text, match.end(), end)  # „jeden Montag außer …“ speaks of something else
    return _DENIAL.search(draft.text[start : excepted.start() if excepted else end]) is not None


def is_of_no_meeting(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """Whether the clause of the match says only when there is nothing."""
    return _ONLY_OFF.search(clause(draft, match)) is not None


# Beside these, and what was read already, months are a season; beside anything else („Juli: Exerzitien“) who knows.
_OF_MEETINGS = frozenset(
    "im in den der die das ein eine einen von vom zwischen nur immer jeweils stets und sowie treffen trifft tagt tagen findet "
    "finden statt sitzung sitzungen termin termine probe proben training wird werden wir uns sich auch außerdem dann wieder "
    "gemeinsam ist sind monat monate monaten jeden jedes jahr ab über mal proben üben spielen meist meistens etwa ca "
    "zweimal einmal dort am um mindestens höchstens je pro".split()
)


_AGAIN = lexicon.pattern(r"(?<![^\W_])(?:jeweils|immer|stets|nur|einmal)\s+")
# „Von April bis Oktober ist das Museum jeden Sonntag geöffnet“
_IS_THERE = lexicon.pattern(
    r"\b(?:geöffnet|offen|öffnet|öffnen|findet|finden|trifft|treffen|tagt|tagen|probt|proben|übt|üben|trainiert|trainieren|spielt|spielen|singt|singen|turnt|turnen|läuft|laufen|kommt|kommen|lädt|laden|gibt\s+es|angeboten|statt)\b"
)
_MEETS = lexicon.pattern(
    r"\w*(?:treffen|sitzung(?:en)?|versammlung(?:en)?|konferenz(?:en)?|plenum|vorstand|beirat|gremium|netzwerk|fachtage?|workshops?|stammtisch|runde|tagung(?:en)?|forum|ausschuss|team)"
)


def is_a_season(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """Whether months are named among words of meetings. A word that may deny them need not be one we know."""
    start, end = _clause_ends(draft, match)
    before, after = draft.text[start : match.start()], draft.text[match.end() : end]
    if "nth" in draft.values and re.search(rf"{TAKEN}\s*$", before):
        return True  # „am letzten Samstag im Oktober“, whatever is then
    if TAKEN not in draft.text and _AGAIN.search(f"{before} {match[0]} {after}"):
        return notes.is_harmless(qualifiers.ABOUT.sub(" ", after).strip(" :")) if after.strip() else True
    if (
        TAKEN in draft.text[start:end]
        and lexicon.RANGE.search(match["months"])
        and _IS_THERE.search(before + after)
    ):
        pieces = [piece.strip() for piece in (before + TAKEN + after).split(TAKEN)]
        return all(notes.is_harmless(piece) for piece in pieces if piece)
    near = [after.split(TAKEN)[0], *([] if TAKEN in before else [before])]
    words = re.findall(r"\w+", " ".join(near))
    if not draft.values and TAKEN not in draft.text:
        words = [word for word in words if not _MEETS.fullmatch(word)]  # „Plenum im März und Oktober“
    if draft.values.get("period") is Period.YEAR and TAKEN in draft.text[start:end]:
        return all(
            word.lower() in _OF_MEETINGS or notes.is_harmless(word) for word in words
        )  # „jährlich im Sommer ein Fest“
    return all(word.lower() in _OF_MEETINGS for word in words)


def says_no(draft: PartialRhythm) -> bool:
    """Whether a word of denial is left anywhere: its months may stand in another clause („Juli, August: Pause“)."""
    return _DENIAL.search(draft.text) is not None or _BREAKS.search(draft.text) is not None


def read(draft: PartialRhythm) -> None:
    """All exceptions; a list of them may name months and holidays in any order."""
    _leave_what_is_no_exception(draft)
    _read_holidays(draft)
    _read_months_off(draft)
    _read_holidays(draft)
    while match := _ALSO_BEHIND.search(draft.text):
        draft.leave(match)
    draft.text = draft.text.replace(OFF, TAKEN)
    _read_pause(draft)


def _leave_what_is_no_exception(draft: PartialRhythm) -> None:
    """„im August fällt die Probe nicht aus“, „keine Pause in den Ferien“: denied twice. It takes nothing away."""
    for pattern in _NO_EXCEPTION:
        while match := pattern.search(draft.text):
            draft.leave(match)
    if match := _BUT_THEN.search(draft.text):
        draft.unread.append(match["rest"].strip())
        draft.text = f"{draft.text[: match.start('rest')]}{TAKEN}{draft.text[match.end() :]}"


def _read_holidays(draft: PartialRhythm) -> None:
    """„außer in den Ferien und an Feiertagen“, „nur während der Schulzeit“, „die Ferien sind ausgenommen“."""
    for pattern in _OUTSIDE:
        while match := pattern.search(draft.text):
            _take(draft, match)
            public = "feiertag" in match["what"].lower()
            school = not match["what"] or _ALL_BREAKS.search(match["what"])
            draft.note(**{name: True for name, holds in
                          (("outside_public_holidays", public), ("outside_holidays", school)) if holds})  # fmt: skip
            _note_breaks(draft, _NAMED.findall(match["what"]))


def _note_breaks(draft: PartialRhythm, names: list[str]) -> None:
    """„außer in den Sommerferien“."""
    found = {
        *draft.values.get("outside_breaks", ()),
        *(feasts.named(name.replace("-", "")) for name in names),
    }
    if found and not draft.values.get("outside_holidays"):
        draft.note(outside_breaks=tuple(one for one in feasts.Feast if one in found))


def _read_months_off(draft: PartialRhythm) -> None:
    """„außer im Juli und August“, „Sommerpause im August“, „im Januar kein Treffen“: the other months remain.

    A part of a month („Mitte Juli bis Mitte August“) is not said by months, and stays unread.
    """
    off: set[int] = set()
    for pattern in (*_MONTHS_OFF, _AND_OFF):
        position = 0
        while match := pattern.search(draft.text, position):
            position = match.end()
            months = lexicon.months_named(match["months"])
            if _is_vague(draft.text, match) or not months or len(off | set(months)) > 11:
                continue
            off |= set(months)
            _take(draft, match)
            position = 0
    if off:
        draft.has_pause = True
        draft.note(months=tuple(month for month in range(1, 13) if month not in off))


# „sonntags und an Feiertagen geschlossen“: the Sundays are closed, too. „außer in den Ferien und am 1. Freitag“: as well.
_ALSO_BEFORE = lexicon.pattern(rf"(?<![^\W_]){lexicon.WHICH_DAYS}\s*(?:und|sowie|oder|&|/)(?:\s+auch)?\s*$")
_ALSO_BEHIND = lexicon.pattern(
    rf"(?<={OFF})\s*(?:und|sowie|oder|&|/)(?:\s+auch)?\s+{lexicon.WHICH_DAYS}(?![^\W_])(?!\s*\d)"
)


_DAYS_AND = lexicon.pattern(
    rf"(?<![^\W_]){lexicon.WHICH_DAYS}\s*(?:und|sowie|oder|&|/)\s+(?:auch\s+)?(?:{_IN}{lexicon.SPAN}|{_WHEN}{_FREE_TIME})"
    rf"(?=[^,;.()]*(?<![^\W_]){_OFF}(?![^\W_]))"
)


def joined_to_a_denial(text: str) -> list[tuple[int, int]]:
    """Where days and months or holidays are denied together: „montags und im August geschlossen“."""
    return [match.span() for match in _DAYS_AND.finditer(text)]


def _take(draft: PartialRhythm, match: re.Match[str]) -> None:
    keep = match.groupdict().get("keep") or ""
    before = draft.text[: match.start()]
    if not keep and (also := _ALSO_BEFORE.search(before)):
        draft.unread.append(also[0].strip())
        before = before[: also.start()]
    draft.text = f"{before}{keep}{OFF}{draft.text[match.end() :]}"


def _is_vague(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start("months")]
    return bool(_VAGUE.search(before) or re.search(r"\b(?:anfang|mitte|ende)\b", match[0], re.IGNORECASE)
                or re.search(r"\b(?:bis|-)\s*(?:anfang|mitte|ende)?\s*$", before, re.IGNORECASE))  # fmt: skip


_AT_SOME_TIME = lexicon.pattern(r"\s*(?:zur|zum|während|bei|nach|vor)\s")


def _read_pause(draft: PartialRhythm) -> None:
    """„ruht“, „derzeit ausgesetzt“; beside days or months it speaks of them („montags geschlossen“), and stays."""
    match = _PAUSED.search(draft.text)
    if not match or "months" in draft.values:
        return
    rest = draft.text[: match.start()] + draft.text[match.end() :]
    said = clause(draft, match)
    of_some_days = _SOME_DAYS.search(said) or _AT_SOME_TIME.match(said)
    if not of_some_days and (match["now"] or match["then"] or match["sleeps"] or notes.is_harmless(rest)):
        draft.take(match)
        draft.note(paused=True)


def clause(draft: PartialRhythm, match: re.Match[str]) -> str:
    start, end = _clause_ends(draft, match)
    return draft.text[start:end]


def _clause_ends(draft: PartialRhythm, match: re.Match[str]) -> tuple[int, int]:
    ends = [end.end() for end in _CLAUSE_END.finditer(draft.text, 0, match.start())]
    following = _CLAUSE_END.search(draft.text, match.end())
    return ends[-1] if ends else 0, following.start() if following else len(draft.text)
