"""The German words of meeting rhythms: patterns, number words, abbreviations and usual typing errors.

Only names things; what they mean together is decided in `grammar`. Every pattern is linear enough for a
text of 500 characters (no nested repetition over the same characters).
"""

import re

from rhythm.terms import Period


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# --- numbers ---

_NUMBER_WORDS = {
    "einem": 1, "einen": 1, "eine": 1, "ein": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14, "fünfzehn": 15,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})"
_ORDINALS = {
    "erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9,
    "zehnt": 10, "zwölft": 12, "vorletzt": -2, "letzt": -1,
}  # fmt: skip
_ORDINAL = rf"(?:\d{{1,2}}(?:\.|te[nrsm]?\b)|(?:{'|'.join(_ORDINALS)})e[nrsm]?\b)"


def number_named(text: str) -> int:
    """„drei“ -> 3, „14“ -> 14, 0 if it is no number."""
    text = text.lower().strip()
    return int(text) if text.isdecimal() else _NUMBER_WORDS.get(text, 0)


def ordinals_named(text: str) -> list[int]:
    """„1. und letzten“ -> [1, -1]."""
    found = []
    for word in re.findall(_ORDINAL, text, re.IGNORECASE):
        digits = re.match(r"\d+", word)
        found.append(int(digits[0]) if digits else next(n for stem, n in _ORDINALS.items()
                                                        if word.lower().startswith(stem)))  # fmt: skip
    return [number for number in found if number]


def interval_named(text: str) -> int:
    """„zwei“, „2“, „zweiten“ and „2.“ -> 2; 0 or less if it is no interval („letzten“)."""
    return number_named(text) or next(iter(ordinals_named(text)), 0)


# --- weekdays ---

WEEKDAY_NAMES = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_STEMS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "sonnabend")
_SHORT = ("mo", "di", "mi", "do", "fr", "sa", "so")
_PART = "(?:abends?|nachmittags?|vormittags?|morgens?|mittags?)"
# Short names only with a capital, and „So“ (also the word for „thus“) only before a full stop, a time, another day.
_DAY = (
    rf"(?:(?:{'|'.join(sorted(_STEMS, key=len, reverse=True))})(?:{_PART}|e?s)?(?![^\W\d_])"
    r"|(?-i:Mo|Di|Mi|Do|Fr|Sa|So(?=\.|\s*(?:[,/+)-]|\d|$)|\s+u(?:nd|\.)))(?:\.|\b))"
)
_AND = r"(?:\s*(?:,|/|\+|&|\bund\b|\bu\.|\bsowie\b)\s*(?:und\s+)?(?:am\s+|an\s+jedem\s+|jede[nrms]?\s+)?)"
_TO = r"(?:\s*-\s*|\s+bis\s+(?:einschl(?:\.|ießlich)\s+)?)"
_DAYS = rf"(?:{_DAY}(?:(?:{_TO}|{_AND}){_DAY})*)"
_LINK = r"(?:jeweils\s+|immer\s+|stets\s+)?(?:am\s+|an\s+(?:jede[mr]\s+|einem\s+)?|jede[nrms]?\s+|den\s+|der\s+|im\s+)?"
WEEKDAYS = _pattern(rf"(?<![^\W_]){_LINK}(?P<days>{_DAYS})")
DAYS_OFF = _pattern(rf"\b(?:außer|ausgenommen|nicht|ohne)\s+{_LINK}(?P<days>{_DAYS})")
WORKDAYS = _pattern(
    r"\b(?:werktags|werktäglich|wochentags|jeden\s+werktag|an\s+jedem\s+werktag|an\s+(?:allen\s+)?(?:werktagen|wochentagen))\b"
)
ALTERNATING = _pattern(
    rf"{_DAY}\s+(?:oder|bzw\.|bzw)\s+{_DAY}|\b(?:abwechselnd|im\s+wechsel|wechselweise|wechselnd\w*)\b"
)


def weekdays_named(text: str) -> tuple[int, ...]:
    """„Mo–Mi und freitags“ -> (0, 1, 2, 4), in the order of the week."""
    found: list[int] = []
    until = False
    for found_word in re.findall(rf"{_DAY}|{_TO}", text, re.IGNORECASE):
        word = found_word.strip().lower()
        if word.startswith(("-", "bis")):
            until = True
            continue
        day = next((index for index, stem in enumerate(_STEMS) if word.startswith(stem)), None)
        day = 5 if day == 7 else day
        if day is None:
            day = _SHORT.index(word[:2])
        if until and found:
            found += [(found[-1] + step) % 7 for step in range(1, (day - found[-1]) % 7)]
        found.append(day)
        until = False
    return tuple(sorted(set(found)))


def day_part(text: str) -> str:
    """„Dienstagabend“ -> „abend“: what the name of the day says about the time."""
    match = re.search(rf"(?:tag|woch|abend)({_PART})(?![^\W_])", text, re.IGNORECASE)
    return match[1] if match else ""


# --- months and seasons ---

_MONTH_STEMS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
                "november", "dezember")  # fmt: skip
_MONTH_FORMS = {stem: (number,) for number, stem in enumerate(_MONTH_STEMS, 1)} | {
    "jänner": (1,), "jan": (1,), "feb": (2,), "mär": (3,), "mrz": (3,), "apr": (4,), "jun": (6,), "jul": (7,),
    "aug": (8,), "sept": (9,), "sep": (9,), "okt": (10,), "nov": (11,), "dez": (12,),
}  # fmt: skip
# Weather, not astronomy: the seasons of the meteorologists are whole months.
_SEASON_FORMS = {
    "frühjahr": (3, 4, 5), "frühling": (3, 4, 5), "sommer": (6, 7, 8), "herbst": (9, 10, 11), "winter": (12, 1, 2),
    "wintersemester": (10, 11, 12, 1, 2, 3), "winterhalbjahr": (10, 11, 12, 1, 2, 3),
    "sommersemester": (4, 5, 6, 7, 8, 9), "sommerhalbjahr": (4, 5, 6, 7, 8, 9),
    "geraden monat": (2, 4, 6, 8, 10, 12), "ungeraden monat": (1, 3, 5, 7, 9, 11),
    "wintermonat": (12, 1, 2), "sommermonat": (6, 7, 8),
}  # fmt: skip
_SPANS = _MONTH_FORMS | _SEASON_FORMS
_MONTH = rf"(?:(?:{'|'.join(sorted(_SPANS, key=len, reverse=True))})(?:s|en|e|\.)?(?![^\W_]))"
_SPAN = rf"{_MONTH}(?:(?:{_TO}|{_AND}|\s+oder\s+|\s+(?:und|sowie)\s+(?:im|in\s+den)\s+){_MONTH})*"
MONTHS = _pattern(
    rf"(?:\b(?:jeweils|immer|nur)\s+)?(?:\b(?:in\s+den\s+monaten|in\s+den|in|der|im|von|zwischen|jeden|jedes|monate)\s+)?"
    rf"(?<![^\W_])(?P<months>{_SPAN})"
)
RANGE = _pattern(_TO)
_BREAK = r"(?:(?:sommer|winter|weihnachts)?pause|sitzungsfreie?\s+zeit)"
MONTHS_OFF = _pattern(
    rf"\b(?:außer|ausgenommen|nicht|ohne|mit\s+ausnahme\s+(?:von|des|der)|{_BREAK}|ruht|kein\w*\s+\w+)[:\s]+"
    rf"(?:im\s+|in\s+den\s+monaten\s+|in\s+den\s+|von\s+|den\s+|der\s+)?(?P<months>{_SPAN})"
    rf"|\b(?:im|von)\s+(?P<months2>{_SPAN})\s+(?:ist\s+)?(?:{_BREAK}|nicht\b|kein\w*\s+\w+)"
)


def months_named(text: str) -> tuple[int, ...]:
    """„September bis Mai“ -> (9, …, 12, 1, …, 5), „Frühjahr/Herbst“ -> (3, 4, 5, 9, 10, 11)."""
    found: list[int] = []
    until = False
    for found_word in re.findall(rf"{_MONTH}|{_TO}", text, re.IGNORECASE):
        word = found_word.strip().lower()
        if word.startswith("-") or word == "bis":
            until = True
            continue
        months = _span_of(word)
        if until and found:
            found += [(found[-1] + step - 1) % 12 + 1 for step in range(1, (months[0] - found[-1]) % 12)]
        found += months
        until = False
    return tuple(dict.fromkeys(found))


def count_of_months_named(text: str) -> int:
    """How many dates „März, Juni und Oktober“ (3) or „Frühjahr und Herbst“ (2) stand for."""
    return sum(6 if "gerade" in word.lower() else 1 for word in re.findall(_MONTH, text, re.IGNORECASE))


def _span_of(word: str) -> tuple[int, ...]:
    return next(months for form, months in sorted(_SPANS.items(), key=lambda item: -len(item[0]))
                if word.startswith(form))  # fmt: skip


# --- periods ---

_PERIOD_STEMS = (
    ("schulhalbjahr", Period.SCHOOL_HALF_YEAR), ("schuljahr", Period.SCHOOL_YEAR),
    ("vierteljahr", Period.QUARTER), ("vierteljähr", Period.QUARTER), ("quartal", Period.QUARTER),
    ("halbjahr", Period.HALF_YEAR), ("halbjähr", Period.HALF_YEAR), ("halbes jahr", Period.HALF_YEAR),
    ("halben jahr", Period.HALF_YEAR), ("halbe jahr", Period.HALF_YEAR), ("semester", Period.SEMESTER),
    ("kalenderjahr", Period.YEAR), ("jahr", Period.YEAR), ("jähr", Period.YEAR), ("p.a", Period.YEAR),
    ("p. a", Period.YEAR), ("anno", Period.YEAR),
    ("monat", Period.MONTH), ("mon.", Period.MONTH), ("mtl", Period.MONTH), ("kalendermonat", Period.MONTH),
    ("woche", Period.WEEK), ("wö", Period.WEEK), ("kalenderwoche", Period.WEEK), ("kw", Period.WEEK),
    ("tag", Period.DAY), ("täg", Period.DAY),
)  # fmt: skip
_NOUN = (
    r"(?:schulhalbjahr|schuljahr|kalenderjahr|vierteljahr|halbjahr|halbe[ns]?\s+jahr|quartal|semester|"
    r"kalendermonat|monat|kalenderwoche|woche|jahr|tag)(?:en|es|e|s|n)?(?![^\W_])"
)
_ADJECTIVE = (
    r"(?:vierteljähr|halbjähr|jähr|monat|wöchent|wöch|täg|mtl)"
    r"(?:lich|ig|l\.|\.|l)?(?:e[rsnm]?)?(?:\.|(?![^\W_]))"
)
_PER = r"(?:\s*(?:\b(?:im|pro|je|per|in\s+der|in\s+jedem|in\s+jeder|in\s+einem|am|jede[nrsm]?|eine[sr]|des)\s+|/\s*)?)"


def period_named(text: str) -> Period | None:
    """„Quartals“ -> QUARTER, „jährl.“ -> YEAR; None for a month's name or anything else."""
    text = re.sub(r"\s+", " ", text.lower()).strip()
    return next((period for stem, period in _PERIOD_STEMS if text.startswith(stem)), None)


# --- how often ---

_MEETINGS = r"(?:treffen|sitzung(?:en)?|termine?|zusammenkünfte?|besprechung(?:en)?|konferenz(?:en)?|runden?)"
_NUMBERS = rf"(?P<low>{_NUMBER})(?:\s*(?:-\s*(?:bis\s+)?|\bbis\s+|/|\boder\s+)(?P<high>{_NUMBER}))?"
_BEFORE = r"(?<![^\W_])"
_AFTER = r"(?![^\W_])"
COUNT_PER_PERIOD = _pattern(
    rf"(?<![^\W_])(?<!\d[.,:]){_NUMBERS}(?:\s*-?\s*(?:malig\w*|mal|x|×)|\s+{_MEETINGS})"
    rf"{_PER}(?P<period>{_NOUN}|{_ADJECTIVE}|p\.\s?a\b\.?)"
)
EVERY = _pattern(rf"\balle[rn]?\s+(?:{_NUMBERS}\s*)?(?P<period>{_NOUN})")
COMPOUND = _pattern(
    rf"{_BEFORE}{_NUMBERS}[\s-]*(?P<period>(?:wöchent|wöch|monat|täg|jähr)(?:lich|ig|l\.?|\.)(?:e[rsnm]?)?){_AFTER}"
)
_TURNUS = r"(?:turnus|rhythmus|takt|abstand|abständen|intervall)"
TURNUS = _pattern(
    rf"\b(?:im\s+|in\s+einem\s+)?{_NUMBERS}[\s-]*(?P<period>tage?s?|wochen?|monate?s?|jahre?s?)"
    rf"[\s-]*{_TURNUS}\b"
)
TURNUS_OF = _pattern(rf"\bi[mn]\s+{_TURNUS}\s+von\s+(?:jeweils\s+)?{_NUMBERS}\s+(?P<period>{_NOUN})")
EACH = _pattern(
    rf"\b(?:jede[nrsm]?|in\s+jedem|in\s+jeder)\s+(?:(?P<low>{_ORDINAL})\s*)?(?P<period>{_NOUN})"
    r"(?!\s+(?:im|des|jede[ns]|eines)\s)"
)
# „in der zweiten Woche des Monats“, „jeden ersten Werktag im Monat“ are monthly; the rest stays in the leftover,
# hence no width.
_ORDINAL_LIST = rf"{_ORDINAL}(?:{_AND}{_ORDINAL})*"
SOMEWHEN_IN_MONTH = _pattern(rf"(?={_ORDINAL_LIST}\s*\w+\s+(?:im|des|jede[ns]|eines\s+jeden)\s+monat)")
SIMPLE = _pattern(
    rf"{_BEFORE}(?P<period>monatlich|monatl|monats|mtl|wöchentlich|wöchentl|wöch|wö(?=\.)|jährlich|jährl|täglich|tägl)"
    rf"(?:e[rsnm]?)?(?:\.|{_AFTER})"
)
QUARTERLY = _pattern(
    rf"{_BEFORE}(?:(?:viertel|1/4|¼)[\s-]*j(?:ähr(?:lich|ig|l\.?)|\.)(?:e[rsnm]?)?|quartals?(?:weise|mäßig\w*)){_AFTER}"
)
HALF_YEARLY = _pattern(
    rf"{_BEFORE}(?:(?:halb|1/2|½)[\s-]*j(?:ähr(?:lich|ig|l\.?)|\.)(?:e[rsnm]?)?|halbjahresweise){_AFTER}"
)
NINE_MONTHLY = _pattern(rf"{_BEFORE}dreivierteljähr(?:lich|ig)(?:e[rsnm]?)?{_AFTER}")
HALF_MONTHLY = _pattern(rf"{_BEFORE}halbmonatlich(?:e[rsnm]?)?{_AFTER}")
HALF_WEEKLY = _pattern(rf"{_BEFORE}halbwöchentlich(?:e[rsnm]?)?{_AFTER}")
PER_PERIOD = _pattern(rf"\b(?:pro|je)\s+(?P<period>{_NOUN})")
# Once a year by nature; the word itself stays in the leftover.
AT_THE_TURN = _pattern(
    rf"(?=\b(?:zu|am|zum)\s+(?:beginn|anfang|ende)\s+(?:de[sr]|eine[sr]|jede[sr]|eines\s+jeden)\s+(?P<period>{_NOUN}))"
)
AT_THE_END = _pattern(
    r"(?=\b(?:zu|am|zum)\s+(?P<period>quartal|schulhalbjahr|halbjahr|schuljahr|jahr|semester)(?:e?s)?(?:ende|beginn|anfang))"
)
YEARLY_EVENT = _pattern(
    rf"(?=\b(?:jahrestreffen|jahrestagung|jahreskonferenz|jahreshauptversammlung){_AFTER})"
)
# „vor und nach der Freibadsaison“: two meetings; when they are stays in the leftover.
BEFORE_AND_AFTER = _pattern(r"(?=\b(?:vor\s+und\s+nach|zu\s+beginn\s+und\s+(?:am|zum)\s+ende)\s)")

# --- which days ---

NTH_WEEKDAY = _pattern(
    rf"{_BEFORE}{_LINK}(?P<nth>{_ORDINAL_LIST})\s*(?P<days>{_DAYS})"
    rf"(?:,?\s*(?:im|des|eines\s+jeden|eines|jede[ns]|je|pro|in\s+jedem|/)\s*(?P<of>{_NOUN}))?"
)
_DAY_LIST = rf"\d{{1,2}}\.(?:{_AND}\d{{1,2}}\.)*"
MONTH_DAY = _pattern(
    rf"(?:\b(?:jeweils|immer)\s+)?(?:\b(?:am|zum|jeden)\s+)?(?<!\d)(?<!\d\.)(?P<days>{_DAY_LIST})"
    rf"\s*(?:tag\s+)?(?:im|des|eines\s+jeden|eines|jede[ns]|in\s+jedem)\s+monate?s?{_AFTER}"
)
# „monatlich am 15.“
BARE_MONTH_DAY = _pattern(rf"\b(?:jeweils\s+)?(?:am|zum)\s+(?P<days>{_DAY_LIST})(?=\s*(?:$|[,;)\x00]))")
WEEK_PARITY = _pattern(
    r"\b(?:immer\s+)?(?:in\s+(?:den\s+|jeder\s+|allen\s+)?|jede\s+)?(?P<parity>un)?gerade[nr]?\s+"
    r"(?:kalenderwochen?|kw|wochen?)(?![^\W_])"
)

# „12.10.2026“, „3. Mai“: an appointment. A weekday or month beside it makes no rhythm.
DATE = _pattern(rf"(?<![\d.])\d{{1,2}}\.\s?(?:\d{{1,2}}\.(?:\s?\d{{2,4}})?(?!\d)|{_MONTH})")

# --- what time ---

_AT = r"(?:\b(?:jeweils|immer|um|ab|von|gegen|ca\.|zwischen)\s+){0,2}"
_HM = r"(?P<h{0}>\d{{1,2}})(?:[.:](?P<m{0}>\d\d))?"
_HM_FULL = r"(?P<h{0}>\d{{1,2}})[.:](?P<m{0}>\d\d)"
_OCLOCK = r"\s*(?:uhr|h)(?![^\W\d_])"
CLOCKS = [
    _pattern(rf"(?<![\d.:]){_AT}{_HM.format(1)}(?:{_OCLOCK})?{_TO}(?:ca\.\s+)?{_HM.format(2)}{_OCLOCK}"),
    _pattern(rf"\bzwischen\s+{_HM.format(1)}(?:{_OCLOCK})?\s+und\s+{_HM.format(2)}{_OCLOCK}"),
    _pattern(rf"(?<![\d.:]){_AT}{_HM_FULL.format(1)}{_TO}{_HM_FULL.format(2)}(?![\d.:])"),
    _pattern(
        rf"(?P<before>{_DAYS},?\s+)(?:von\s+)?(?P<h1>\d{{1,2}})(?P<m1>(?!))?{_TO}(?P<h2>\d{{1,2}})(?P<m2>(?!))?"
        r"(?![\d.:]|\s*[^\W\d_])"
    ),
    _pattern(rf"(?<![\d.:]){_AT}(?P<h1>\d{{1,2}})\s*(?:uhr|h)\s*(?P<m1>[0-5]\d)(?![\d.:]|\s*[^\W\d_])"),
    _pattern(rf"(?<![\d.:]){_AT}{_HM.format(1)}{_OCLOCK}"),
    _pattern(rf"(?<![\d.:]){_AT}(?P<h1>\d{{1,2}}):(?P<m1>\d\d)(?![\d.:])"),
    _pattern(rf"\b(?:um|ab|gegen)\s+{_HM_FULL.format(1)}(?!\d|\.\s?\d|:)"),
    _pattern(rf"(?<=[,;\x00]\s){_HM_FULL.format(1)}(?=\s*(?:$|[,;)\x00]))"),
    _pattern(r"\b(?:um|gegen)\s+(?P<h1>\d{1,2})(?P<m1>(?!))?(?=\s*(?:$|[,;)\x00]))"),
]

# --- on demand, paused, outside the holidays, about ---

ON_DEMAND = _pattern(
    r"\b(?P<joined>(?:und\s+|sowie\s+|auch\s+|zusätzlich\s+|ggf\.\s+|oder\s+){0,3})(?:"
    r"(?:je\s+)?(?:nach|bei)\s+(?:akutem\s+|konkretem\s+|aktuellem\s+)?(?:bedarf|anlass|notwendigkeit|anfall|bedarfslage)"
    r"|bedarfs(?:weise|orientiert|abhängig|gerecht)|anlass(?:bezogen|abhängig|weise)|fallbezogen|situativ"
    r"|(?:in\s+)?unregelmäßig(?:e[nr]?)?(?:\s+abständen?)?|sporadisch|gelegentlich|auf\s+zuruf|ad[\s-]hoc|spontan"
    r"|kein\w*\s+(?:fest\w*|regelmäßig\w*)\s+(?:\w+)"
    r"|alle\s+paar\s+(?:wochen|monate)|(?:so\s+oft\s+wie|wenn|falls|soweit|sofern)\s+(?:nötig|erforderlich|notwendig)"
    r"|(?:mehrmals|mehrfach|ein\s+paar\s*mal|einige\s+male)\s+(?:im\s+jahr|pro\s+jahr|jährlich)"
    r"|n\.\s?b\.)(?![^\W_])"
)
# Alone it means on demand; beside a cadence it says how the date is found, and stays.
BY_APPOINTMENT = _pattern(
    r"\b(?:je\s+)?nach\s+(?:\w+\s+)?(?:absprache|vereinbarung|terminabsprache|terminvereinbarung|einladung|"
    r"ankündigung|verabredung)\b|\b(?:auf|per)\s+(?:gesonderte\s+)?einladung\b|\bn\.\s?v\."
)
_NOW = r"(?:(?:zur\s?zeit|derzeit|momentan|aktuell|vorübergehend|gegenwärtig|bis\s+auf\s+weiteres|z\.\s?zt\.|zzt\.)\s*)"
PAUSED = _pattern(
    rf"(?<![^\W_]){_NOW}?(?:ruht|ruhend|ausgesetzt|pausiert|pausierend|eingestellt|inaktiv|nicht\s+aktiv|stillgelegt"
    r"|(?:macht|in|im)\s+(?:der\s+)?pause|kein\w*\s+(?:weiteren\s+)?(?:treffen|sitzung\w*|termine?|zusammenkünfte)"
    r"|trifft\s+sich\s+(?:derzeit\s+|zurzeit\s+)?nicht(?:\s+mehr)?|findet\s+nicht\s+(?:mehr\s+)?statt)(?![^\W_])"
)
_FERIEN = r"(?:schul)?ferien(?:zeit(?:en)?)?"
OUTSIDE_HOLIDAYS = _pattern(
    rf"\b(?:außer|nicht|ausgenommen|mit\s+ausnahme|ohne|entfällt|kein\w*\s+\w+)\s+"
    rf"(?:(?:in|während)\s+den\s+|(?:während\s+)?der\s+|von\s+|in\s+|zu\s+)?{_FERIEN}{_AFTER}"
    rf"|\b(?:nur\s+)?außerhalb\s+(?:der\s+)?{_FERIEN}{_AFTER}"
    rf"|\b(?:in\s+den\s+|die\s+)?{_FERIEN}\s+(?:sind\s+)?(?:ausgenommen|nicht|kein\w*(?:\s+(?:treffen|sitzung\w*))?|pause){_AFTER}"
    r"|\b(?:nur\s+)?(?:in|während)\s+der\s+(?:schulzeit|unterrichtszeit)\b|\b(?:nur\s+)?an\s+schultagen\b"
    r"|\bwährend\s+des\s+schuljahr(?:e?s)?\b"
)
AT_LEAST = _pattern(r"\b(?:mindestens|mind\.|mind\b|min\.|wenigstens)(?:\s+aber\b)?")
ABOUT = _pattern(
    r"\b(?:circa|etwa|ungefähr|rund|in\s+der\s+regel|meistens|meist|üblicherweise|möglichst|grundsätzlich|normalerweise)\b"
    r"|\b(?:ca\.?|i\.\s?d\.\s?r\.)(?![^\W_])"
)

# --- what may be left without loss ---

_FILLER = re.compile(
    r"(?:am|an|um|im|in|vo[nm]|zum?|ab|jeweils|immer|stets|und|u|sowie|auch|jede[nrs]?|je|uhr|h|de[rsn]|die|das|"
    r"einmal|mal|treffen|treffe|trifft|sich|wir|uns|sitzung(?:en)?|termine?|turnus|rhythmus|takt|tagt|"
    r"regelmäßige?n?|finden?|statt|ganzjährig|netzwerktreffen|arbeitstreffen|monat)"
)
_EDGES = " \t.,;:-–()[]/+&|!*\"'"


def leftover_of(piece: str) -> str:
    """What of a piece that was not parsed is kept: "" for „ , am “, the piece without its edges otherwise."""
    piece = piece.strip(_EDGES)
    words = re.findall(r"\w+", piece.lower())
    if all(_FILLER.fullmatch(word) for word in words) and not re.search(
        r"[^\w\s.,;:()\[\]/+&|!*\"'-]", piece
    ):
        return ""
    return re.sub(r"^(?:und|sowie|u\.)\s+|\s+(?:und|sowie)$", "", piece).strip(_EDGES)
