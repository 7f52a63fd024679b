"""Times of day, written and spoken: „16.30–18 Uhr“, „19h30“, „halb acht abends“, „viertel vor elf“, „8 pm“, „18 Uhr c.t.“."""

import re
from datetime import time

from rhythm import lexicon
from rhythm.partial import TAKEN, PartialRhythm
from rhythm.words import clock

_AT = r"(?:\b(?:jeweils|immer|um|ab|von|gegen|ca\.|circa|etwa|ungefähr|zwischen|(?:der\s+)?beginn(?:\s+ist)?(?:\s+jeweils|\s+immer)?:?|bereits|schon|erst|pünktlich|punkt|genau)\s+){0,4}"
_HM = r"(?P<h{0}>\d{{1,2}})(?:[.:](?P<m{0}>\d\d))?"
_HM_FULL = r"(?P<h{0}>\d{{1,2}})[.:](?P<m{0}>\d\d)"
_OCLOCK = r"\s*(?:uhr|h)(?![^\W\d_])"
_TO = rf"(?:{lexicon.TO}(?:(?:ca\.?|circa|etwa|gegen|ungefähr|rund|maximal|max\.|höchstens|spätestens)\s+)?)"
# „nach der 10 Uhr Messe“, „vor dem 11-Uhr-Gottesdienst“: the time of something else. „bis etwa 22 Uhr“: no beginning.
_OF_SOMETHING_ELSE = lexicon.pattern(
    r"\b(?:nach|vor)\s+(?:de[rmn]\s+)?\d{1,2}(?:[.:]\d\d)?[\s-]*uhr[\s-]+(?-i:[A-ZÄÖÜ])\w+"
    r"|\beinlass(?:\s*:|\s+ist)?\s+(?:(?:ab|um|ist|bereits)\s+){0,2}\d{1,2}(?:[.:]\d\d)?\s*uhr\b"
)
_ONLY_THE_END = re.compile(r"\bbis\s+(?:(?:ca\.?|circa|etwa|gegen|ungefähr|maximal)\s+)?$", re.IGNORECASE)
_NO_WORD = r"(?![\d.:]|\s*(?!und\b)[^\W\d_])"
_NO_DATE = r"(?!\.\s?\d)"
_END = r"(?=\s*(?:$|[,;.)\x00]))"
_WRITTEN = [
    lexicon.pattern(rf"(?<![\d.:]){_AT}{_HM.format(1)}(?:{_OCLOCK})?{_TO}{_HM.format(2)}{_OCLOCK}"),
    lexicon.pattern(rf"\bzwischen\s+{_HM.format(1)}(?:{_OCLOCK})?\s+und\s+{_HM.format(2)}{_OCLOCK}"),
    lexicon.pattern(rf"(?<![\d.:]){_AT}{_HM_FULL.format(1)}{_TO}{_HM_FULL.format(2)}(?![\d.:])"),
    lexicon.pattern(
        rf"(?P<before>{lexicon.DAYS},?\s+)(?:von\s+)?{_HM.format(1)}{_TO}{_HM.format(2)}{_NO_WORD}"
    ),
    lexicon.pattern(rf"\b(?:von|zwischen)\s+{_HM.format(1)}(?:{_TO}|\s+und\s+){_HM.format(2)}{_NO_WORD}"),
    lexicon.pattern(
        rf"(?<![\d.:]){_AT}(?P<h1>\d{{1,2}})\s*(?:uhr|h)\s*(?P<m1>[0-5]\d)(?![\d.:]|\s*[^\W\d_])"
    ),
    lexicon.pattern(rf"(?<![\d.:]){_AT}(?P<h1>[01]\d|2[0-3])(?P<m1>[0-5]\d){_OCLOCK}"),
    lexicon.pattern(rf"(?<![\d.:]){_AT}{_HM.format(1)}{_OCLOCK}(?P<academic>\s*c\.\s?t\.)?(?:\s*s\.\s?t\.)?"),
    lexicon.pattern(rf"(?<![\d.:]){_AT}{_HM.format(1)}(?P<academic>\s*c\.\s?t\b\.?)"),
    lexicon.pattern(rf"(?<![\d.:]){_AT}{_HM.format(1)}\s*(?P<pm>p\.?\s?m\.?|a\.\s?m\.?|am{_END})(?![^\W_])"),
    lexicon.pattern(rf"(?<![\d.:]){_AT}(?P<h1>\d{{1,2}}):(?P<m1>\d\d)(?![\d.:])"),
    lexicon.pattern(
        rf"(?P<before>{lexicon.STEM}\s+(?:im|des|eines|jede[ns])\s+monate?s?,\s+){_HM.format(1)}\s*-\s*{_HM.format(2)}{_NO_DATE}{_END}"
    ),
    lexicon.pattern(rf"\b(?:um|ab|gegen|beginn:?)\s+{_HM_FULL.format(1)}(?!\d|\.\s?\d|:)"),
    lexicon.pattern(rf"(?<=[,;\x00]\s){_HM_FULL.format(1)}{_NO_DATE}{_END}"),
    lexicon.pattern(
        rf"\b(?:um|gegen|ab)\s+(?P<h1>\d{{1,2}})(?P<m1>(?!))?(?:{_END}|(?=\s+(?:jede[nrms]?|im|in|bei|beim)\b)|(?=\s+(?:am\s+)?(?:abend|morgen|nachmittag|vormittag|nacht|mittag|früh)))"
    ),
    lexicon.pattern(rf"(?P<before>{lexicon.DAYS},?\s+){_HM_FULL.format(1)}{_NO_DATE}{_END}"),
]
_HOURS = {"ein": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
          "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12}  # fmt: skip
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(sorted(_HOURS, key=len, reverse=True))})"
# Minutes to add to the hour that is named: „halb acht“ is 7.30, „viertel acht“ (in the south) 7.15.
_QUARTERS = {"halb": -30, "dreiviertel": -15, "drei viertel": -15, "viertel vor": -15, "viertel nach": 15,
             "viertel": -45, "fünf vor halb": -35, "fünf nach halb": -25, "zehn vor": -10, "zehn nach": 10,
             "fünf vor": -5, "fünf nach": 5, "zwanzig vor": -20, "zwanzig nach": 20}  # fmt: skip
# „Beginn 19 Uhr, Ende gegen 21 Uhr“
_ENDS = lexicon.pattern(
    rf"\s*[,;(]?\s*(?:und\s+)?(?:(?:das\s+)?ende|schluss|endet?|dauert\s+bis)\s*:?\s+(?:(?:um|gegen|ca\.?|etwa)\s+){{0,2}}{_HM.format(1)}{_OCLOCK}(?!\w)"
)
_SPOKEN = lexicon.pattern(
    rf"\b{_AT}(?P<quarter>{'|'.join(sorted(_QUARTERS, key=len, reverse=True))})\s+{_HOUR}(?:{_OCLOCK})?(?![^\W_])(?!\s*(?:-|x\b|mal\b|jahr|monat|woche|tage|stunden|minuten))"
)
_SPOKEN_SHORT = lexicon.pattern(
    rf"\bum\s+(?P<quarter>){_HOUR}(?![^\W_])(?=\s*(?:$|[,;)\x00]|abends|am\s+abend))"
)
_SPOKEN_FULL = lexicon.pattern(rf"\b{_AT}(?P<quarter>){_HOUR}\s+uhr(?![^\W_])")
_EVENING = r"(?:(?:am|in\s+der)\s+)?(?:frühen\s+|späten\s+)?(?:abends?|nachts?)"
_AFTERNOON = r"(?:am\s+)?(?:frühen\s+|späten\s+)?nachmittags?"
_PART_BEHIND = lexicon.pattern(
    rf"\s*(?:(?P<pm>{_EVENING}|{_AFTERNOON})|(?:am\s+)?(?:morgens?|vormittags?|mittags?|früh))(?![^\W_])"
)
_PART_IN_THE_DAY = lexicon.pattern(
    rf"(?:{lexicon.STEM}(?:s?[\s-]*(?:abends?|nachmittags?)|[\s-]+am[\s-]+abend)(?![^\W_])|\babends\b|\bnachmittags\b)"
)
_IMPOSSIBLE = lexicon.pattern(
    r"(?<![\d.:])(?:(?:2[5-9]|[3-9]\d|\d{3})(?:[.:]\d\d)?|\d{1,2}[.:][6-9]\d)\s*(?:uhr|h)(?![^\W_])"
)
NOON = 12  # o'clock: what is said of an evening lies behind it
EARLY = 9  # spoken hours before it are mostly meant of the evening
LATE, DAWN = 16, 6  # what begins so late may end on the next day, before that hour
ACADEMIC_QUARTER = 15  # minutes: „c. t.“ begins that much later


def read(draft: PartialRhythm) -> None:
    draft.impossible = draft.impossible or _IMPOSSIBLE.search(draft.text) is not None
    while match := _OF_SOMETHING_ELSE.search(draft.text):
        draft.leave(match)
    if not _read_spoken(draft):
        _read_written(draft)


def _read_written(draft: PartialRhythm) -> None:
    """The first time in the text: of „8 bis 12 und 15 bis 18 Uhr“ the morning, and the afternoon stays unread."""
    found = [
        (match.start(), rank, match, *moments)
        for rank, pattern in enumerate(_WRITTEN)
        for match in pattern.finditer(draft.text)
        if (moments := _moments(match))
    ]
    if not found:
        return
    *_, match, start, end = min(found, key=lambda item: item[:2])
    ends = _ENDS.match(draft.text, match.end()) if not end else None
    if ends and (until := _time(ends["h1"], ends["m1"])) and until > start:
        draft.text = f"{draft.text[: match.end()]}{TAKEN}{draft.text[ends.end() :]}"
        end = until
    if _ONLY_THE_END.search(draft.text[: match.start()]):
        return
    in_afternoon = (match.groupdict().get("pm") or "").lower().startswith("p")
    _note(draft, match, start, end, in_afternoon=in_afternoon)


def _moments(match: re.Match[str]) -> tuple[time, time | None] | None:
    """From when until when; None where there are no such times."""
    groups = match.groupdict()
    start = _time(match["h1"], match["m1"])
    end = _time(groups["h2"], groups["m2"]) if groups.get("h2") else None
    if start is None or (groups.get("h2") and end is None) or _is_duration(match):
        return None
    return (start.replace(minute=ACADEMIC_QUARTER) if groups.get("academic") else start), end


def _is_duration(match: re.Match[str]) -> bool:
    """„monatlich 2 h“: so long, not at two in the night."""
    return re.fullmatch(r"[1-5]\s*h", match[0].strip(), re.IGNORECASE) is not None


def _note(
    draft: PartialRhythm, match: re.Match[str], start: time, end: time | None, *, in_afternoon: bool
) -> None:
    keep = match.groupdict().get("before") or ""
    shift = in_afternoon or _is_later(draft.text, match)
    behind = _PART_BEHIND.match(draft.text, match.end())
    if shift:
        start, end = _afternoon(start), _afternoon(end) if end else None
    if end and end <= start and not (start.hour >= LATE and end.hour < DAWN):  # „18–1 Uhr“ goes over midnight
        draft.unread.append(f"bis {end.hour}{f'.{end.minute:02}' if end.minute else ''} Uhr")
        end = None
    draft.note(start=start, end=end)
    draft.text = (
        f"{draft.text[: match.start()]}{keep}{TAKEN}{draft.text[behind.end() if behind else match.end() :]}"
    )


def _read_spoken(draft: PartialRhythm) -> bool:
    match = next((m for p in (_SPOKEN, _SPOKEN_FULL, _SPOKEN_SHORT) if (m := p.search(draft.text))), None)
    if not match:
        return False
    number = match["hour"].lower()
    hour = int(number) if number.isdecimal() else _HOURS[number]
    minutes = hour * 60 + _QUARTERS.get(" ".join(match["quarter"].lower().split()), 0)
    if number.isdecimal() and not match["quarter"]:
        return False
    if not 0 < minutes < 24 * 60:
        draft.impossible = True
        return False
    moment = time(minutes // 60, minutes % 60)
    _note(draft, match, moment, None, in_afternoon=False)
    if draft.values["start"] == moment and hour < EARLY:
        draft.doubts.append(
            f"„{match['quarter']} {match['hour']}“ lesen wir als {clock(moment)}. Meinen Sie abends, "
            f"schreiben Sie bitte „{clock(_afternoon(moment))}“."
        )
    return True


def _is_later(text: str, match: re.Match[str]) -> bool:
    """„8 Uhr abends“, „Dienstagabend 7 Uhr“."""
    behind = _PART_BEHIND.match(text, match.end())
    return bool(behind["pm"]) if behind else _PART_IN_THE_DAY.search(text) is not None


def _afternoon(moment: time) -> time:
    return moment.replace(hour=moment.hour + NOON) if moment.hour < NOON else moment


def _time(hour: str, minute: str | None) -> time | None:
    if int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))
