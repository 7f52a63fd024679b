"""The German words of meeting rhythms: patterns, number words, abbreviations and usual typing errors.

Only names things; what they mean together is decided in `grammar`. Every pattern is linear enough for a
text of 500 characters (no nested repetition over the same characters).
"""

import re

from rhythm import feasts
from rhythm.terms import Period


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# --- numbers ---

_NUMBER_WORDS = {
    "einem": 1, "einen": 1, "eine": 1, "ein": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14, "fünfzehn": 15,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})"
_ORDINALS = {
    "zweitletzt": -2, "erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9,
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
STEM = f"(?:{'|'.join(sorted(_STEMS, key=len, reverse=True))})"
_PART = "(?:abende?s?|nachmittage?s?|vormittage?s?|morgens?|mittags?|nachts?)"
# Short names only with a capital, and „So“ (also the word for „thus“) only before a full stop, a time, another day.
_DAY = (
    rf"(?:{STEM}(?:(?:(?:s|en)?-?|\s+){_PART}|e?s|en|(?<!montag)e|-(?=,?\s*(?:und|oder|sowie|/)))?(?![^\W\d_])"  # „Montage“ is assembly work
    r"|(?-i:Mo|Di|Mi|Do|Fr|Sa|So(?=\.|\s*(?:[,/+)\x00-]|\d|$)|\s+u(?:nd|\.)))(?:\.|\b))"
)
_AND = r"(?:\s*(?:,|/|\+|&|\bund\b|\bu\.|\bsowie\b)\s*(?:und\s+)?(?:am\s+|an\s+jedem\s+|jede[nrms]?\s+)?)"
TO = r"(?:\s*-\s*|\s+bis\s+(?:einschl(?:\.|ießlich)\s+)?)"
DAYS = rf"(?:{_DAY}(?:(?:{TO}|{_AND}|\s+(?=(?-i:Mo|Di|Mi|Do|Fr|Sa)\b)){_DAY})*)"
_LINK = r"(?:nur\s+)?(?:jeweils\s+|immer\s+|stets\s+)?(?:am\s+|an\s+(?:jede[mr]\s+|einem\s+)?|jede[nrms]?\s+|den\s+|der\s+|im\s+)?"
WEEKDAYS = pattern(rf"(?<![^\W_]){_LINK}(?P<days>{DAYS})")
# Days of any kind, to be left where they are joined to an exception.
WHICH_DAYS = rf"(?:{_LINK}(?:{_ORDINAL}\s*)?{DAYS}(?:\s+(?:im|des)\s+monate?s?)?)"
INSTEAD = pattern(rf"\b(?:(?:an)?statt\s+(?:wie\s+\w+\s+)?|anstelle\s+(?:von\s+|des\s+)){_LINK}{DAYS}")
TAKES_PLACE = pattern(r"\bfinde(?:t|n)\b[^,;.()\x00]*$")
DAYS_OFF = pattern(rf"\b(?:außer|ausgenommen|nicht|ohne)\s+{_LINK}(?P<days>{DAYS})")
WORKDAYS = pattern(
    r"\b(?:werktags|werktäglich|wochentags|jeden\s+werktag|an\s+jedem\s+werktag|an\s+(?:allen\s+)?(?:werktagen|wochentagen))\b"
)
EITHER = pattern(rf"(?<![^\W_]){_LINK}(?P<days>{_DAY}(?:\s+(?:oder|od\.|bzw\.|bzw)\s+(?:am\s+)?{_DAY})+)")
ALTERNATING = pattern(
    rf"(?:abwechselnd|im\s+wechsel|wechselweise)\s+{_LINK}(?P<days>{_DAY}(?:{_AND}{_DAY})+)"
    rf"|(?<![^\W_])mal\s+{_LINK}(?P<days3>{_DAY}(?:\s*,?\s*(?:und\s+|oder\s+)?mal\s+{_LINK}{_DAY})+)"
    rf"|(?<![^\W_]){_LINK}(?P<days2>{_DAY}(?:(?:{_AND}|\s+(?:oder|bzw\.?|beziehungsweise)\s+){_DAY})+),?\s+(?:abwechselnd|im\s+wechsel|wechselweise)(?![^\W_])"
)
# „jeden Montag am Dienstag“: which?
TWO_DAYS = pattern(
    rf"(?<![^\W_]){STEM}s?(?:,\s+immer)?\s+(?:(?:im|des|jeden)\s+monate?s?\s+|immer\s+|jeweils\s+|am\s+|jeden\s+|an\s+einem\s+)*{STEM}s?(?![^\W_])"
)


def weekdays_named(text: str) -> tuple[int, ...]:
    """„Mo–Mi und freitags“ -> (0, 1, 2, 4), in the order of the week."""
    found: list[int] = []
    until = False
    for found_word in re.findall(rf"{_DAY}|{TO}", text, re.IGNORECASE):
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


# --- months and seasons ---

_MONTH_STEMS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
                "november", "dezember")  # fmt: skip
_MONTH_FORMS = {stem: (number,) for number, stem in enumerate(_MONTH_STEMS, 1)} | {
    "jänner": (1,), "feber": (2,), "jan": (1,), "feb": (2,), "mär": (3,), "mrz": (3,), "apr": (4,), "jun": (6,), "jul": (7,),
    "aug": (8,), "sept": (9,), "sep": (9,), "okt": (10,), "nov": (11,), "dez": (12,),
}  # fmt: skip
# Weather, not astronomy: the seasons of the meteorologists are whole months.
_SEASON_FORMS = {
    "frühjahr": (3, 4, 5), "frühling": (3, 4, 5), "sommer": (6, 7, 8), "herbst": (9, 10, 11), "winter": (12, 1, 2),
    "wintersemester": (10, 11, 12, 1, 2, 3), "winterhalbjahr": (10, 11, 12, 1, 2, 3),
    "sommersemester": (4, 5, 6, 7, 8, 9), "sommerhalbjahr": (4, 5, 6, 7, 8, 9),
    "geraden monat": (2, 4, 6, 8, 10, 12), "ungeraden monat": (1, 3, 5, 7, 9, 11),
    "wintermonat": (12, 1, 2), "sommermonat": (6, 7, 8),
    **{f"{name} quartal": (3 * number - 2, 3 * number - 1, 3 * number)
       for number, word in enumerate(("ersten", "zweiten", "dritten", "vierten"), 1) for name in (word, f"{number}.")},
    **{f"{name} halbjahr": tuple(range(6 * number - 5, 6 * number + 1))
       for number, word in enumerate(("ersten", "zweiten"), 1) for name in (word, f"{number}.")},
}  # fmt: skip
_SPANS = _MONTH_FORMS | _SEASON_FORMS
MONTH = rf"(?:(?:{'|'.join(map(re.escape, sorted(_SPANS, key=len, reverse=True)))})(?:s|en|e|\.)?(?![^\W_]))"
MONTH_STEM = rf"(?:{'|'.join(sorted(_MONTH_STEMS, key=len, reverse=True))}|jänner|feber)"
SPAN = rf"{MONTH}(?:(?:{TO}|{_AND}|\s+oder\s+|\s+(?:und|sowie)\s+(?:im|in\s+den)\s+){MONTH})*"
MONTHS = pattern(
    rf"(?:\b(?:jeweils|immer|nur)\s+)?(?:\b(?:in\s+den\s+monaten|in\s+der\s+zeit\s+von|während\s+de[rs]|in\s+den|in|der|im|von|zwischen|jeden|jedes|monate)\s+)?"
    rf"(?<![^\W_])(?P<months>{SPAN})"
)
# „2. Halbjahr“ alone may be a label, „jeden 1. Montag im 1. Quartal“ may be one or three.
PART_OF_A_YEAR = pattern(r"\b(?:quartal|halbjahr)")
RANGE = pattern(TO)


# „durchgehend, auch im Sommer“
ALSO_THEN = pattern(
    rf"\b(?:durchgehend,?\s+)?auch\s+(?:im|in\s+den|über\s+den|während\s+de[rs])\s+{SPAN}(?=\s*(?:$|[,;.)!]))"
)


def months_named(text: str) -> tuple[int, ...]:
    """„September bis Mai“ -> (9, …, 12, 1, …, 5), „Frühjahr/Herbst“ -> (3, 4, 5, 9, 10, 11)."""
    found: list[int] = []
    until = False
    for found_word in re.findall(rf"{MONTH}|{TO}", text, re.IGNORECASE):
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
    return sum(6 if "gerade" in word.lower() else 1 for word in re.findall(MONTH, text, re.IGNORECASE))


def _span_of(word: str) -> tuple[int, ...]:
    return next(months for form, months in sorted(_SPANS.items(), key=lambda item: -len(item[0]))
                if word.startswith(form))  # fmt: skip


SOME_TIME = pattern(rf"(?<![^\W_]){MONTH}|ferien")
SAYS_HOW_OFTEN = pattern(
    r"\d|mal\b|jahr|jähr|monat(?!en)|monatlich|quartal|woche|wöchent|semester|\bjede|tag"
)

# --- periods ---

_PERIOD_STEMS = (
    ("schulhalbjahr", Period.SCHOOL_HALF_YEAR), ("schuljahr", Period.SCHOOL_YEAR),
    ("vierteljahr", Period.QUARTER), ("vierteljähr", Period.QUARTER), ("quartal", Period.QUARTER),
    ("halbjahr", Period.HALF_YEAR), ("halbjähr", Period.HALF_YEAR), ("halbes jahr", Period.HALF_YEAR),
    ("halben jahr", Period.HALF_YEAR), ("halbe jahr", Period.HALF_YEAR), ("semester", Period.SEMESTER),
    ("kalenderjahr", Period.YEAR), ("jahr", Period.YEAR), ("jähr", Period.YEAR), ("p.a", Period.YEAR),
    ("p. a", Period.YEAR), ("anno", Period.YEAR),
    ("monat", Period.MONTH), ("mon.", Period.MONTH), ("mtl", Period.MONTH), ("mntl", Period.MONTH), ("kalendermonat", Period.MONTH),
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
_PER = r"(?:\s*(?:\b(?:im|pro|je|per|die|in\s+der|in\s+jedem|in\s+jeder|in\s+einem|am|jede[nrsm]?|eine[sr]|des)\s+|/\s*)?)"


def period_named(text: str) -> Period | None:
    """„Quartals“ -> QUARTER, „jährl.“ -> YEAR; None for a month's name or anything else."""
    text = re.sub(r"\s+", " ", text.lower()).strip()
    return next((period for stem, period in _PERIOD_STEMS if text.startswith(stem)), None)


# --- how often ---

# „eine zweite Veranstaltung im Monat“ comes on top of one that is not named.
_FURTHER = r"(?:zweit|dritt|viert|weiter|zusätzlich|ander)e[rnsm]?\b"
_MEETINGS = r"(?:treffen|sitzung(?:en)?|termine?|zusammenkünfte?|besprechung(?:en)?|konferenz(?:en)?|runden?|tage?n?|abende?)"
# What is counted is a meeting, whatever it is called, unless it measures something else.
MEASURES = r"(?:stunden?|minuten?|wochen?|monate?n?|jahre?n?|personen|mitglieder\w*|teilnehm\w*|euro|plätze\w*|uhr|kinder\w*|leute\w*)\b"
MEASURED = pattern(rf"\d\s*{MEASURES}\s*$")
_MANY_WORD = rf"(?:{_NUMBER}|\d{{4}}|zwanzig|dreißig|hundert)"
MANY = rf"{_MANY_WORD}(?:\s*-?\s*(?:bis|-|oder)\s*(?:zu\s+)?{_MANY_WORD})?"
_PEOPLE = (
    r"(?:personen|leute[n]?|menschen|mitglieder[n]?|teilnehm\w+|gäste[n]?|mütter[n]?|väter[n]?|eltern|frauen|männer[n]?|damen|herren"
    r"|kinder[n]?|jugendliche[nr]?|schüler\w*|senioren|mädchen|buben|jungen|aktive[nr]?|ehrenamtliche[nr]?|freiwillige[nr]?|besucher\w*"
    r"|\w+freunde[n]?|sänger\w*|musiker\w*|spieler\w*|interessierte[nr]?|familien|paare[n]?|vertreter\w*|\w+innen)\b"
)
MANY_PEOPLE = rf"(?:{MANY}|mehrere|viele|einige|zahlreiche|etliche)\s+(?:(?-i:[a-zäöüß]{{3,20}}e[nr]?)\s+){{0,2}}{_PEOPLE}"
_COUNTED = rf"(?:(?-i:\s+(?!{_FURTHER})[a-zäöüß]{{3,20}}e[rnsm]?){{0,2}}\s+(?:{_MEETINGS}|(?!{MEASURES}|{STEM})(?-i:[A-ZÄÖÜ][\w-]{{2,40}}))(?![^\W_]))"
_NUMBERS = rf"(?P<low>{_NUMBER})(?:\s*(?:-\s*(?:bis\s+)?|\bbis\s+|/|\boder\s+)(?P<high>{_NUMBER}))?"
_BEFORE = r"(?<![^\W_])"
_AFTER = r"(?![^\W_])"
_TIMES = r"\s*-?\s*(?:malig\w*|male?n?|x|×)"
COUNT_PER_PERIOD = pattern(
    rf"(?<![^\W_])(?<!\d[.,:])(?:an\s+)?{_NUMBERS}(?:{_TIMES}|\s+(?P<keep>{STEM}(?:en?|s|{_PART})?)(?![^\W_])|{_COUNTED})"
    rf"(?:\s+(?:statt|treffen|sitzungen))?(?:(?<=mal),|(?<=x),)?"
    rf"{_PER}(?P<period>{_NOUN}|{_ADJECTIVE}|p\.\s?a\b\.?)"
)
_LY = r"(?:(?:halb|viertel)?jähr|monat|wöchent)lich"
_DOES = r"(?:findet|finden|gibt|sind|tagt|trifft|treffen|machen|macht|bietet|bieten)"
# „im Jahr zwischen 36 und 38 Dienste“, „pro Jahr finden ca. 4 bis 5 Sitzungen statt“, „im Monat zweimal“
PERIOD_WITH_COUNT = pattern(
    rf"\b(?:(?:pro|im|je|in\s+jedem|jedes)\s+(?=\w)|(?={_LY}[\s\x00]+(?:{_DOES}|ca\.|etwa|rund|mindestens|mind\.|{_NUMBER}\b(?!\s+tage))))(?P<period>{_NOUN}|{_LY})[\s\x00]+"
    rf"(?:(?:{_DOES}|es|wir|uns|sich|das|der|die)\s+){{0,4}}"
    rf"(?P<keep>(?:ca\.|etwa|rund|mindestens|mind\.)\s+)?(?:{_NUMBERS}|zwischen\s+(?P<low2>{_NUMBER})\s+und\s+(?P<high2>{_NUMBER}))"
    rf"(?:{_TIMES}{_AFTER}|{_COUNTED})"
)
BY_SLASH = pattern(rf"{_BEFORE}(?P<low>\d{{1,3}})(?P<high>)\s*/\s*(?P<period>{_NOUN})")
EVERY = pattern(rf"\balle[rn]?\s+(?:{_NUMBERS}\s*)?(?P<period>{_NOUN})")
COMPOUND = pattern(
    rf"{_BEFORE}(?<!\d/){_NUMBERS}[\s-]*(?P<period>(?:wöchent|wöch|monat|täg|jähr)(?:lich|ig|l\.?|\.)(?:e[rsnm]?)?){_AFTER}"
    r"(?P<turn>\s+(?:turnus|rhythmus|takt|wechsel|abstand|abständen)(?![^\W_]))?"
)
# „ein dreitägiges Seminar“, „die 15-jährigen Mädchen“: how long, how old. But „die 14-tägigen Treffen“.
LASTS = pattern(r"(?:täg|monat|jähr)ige[rsnm]?|tägig")
WHAT_LASTS = pattern(
    r"\s+(?=(?-i:[A-ZÄÖÜ]))\w*?(?:kurs\w*|freizeit|lager\w*|reise|fahrt|urlaubs?|pause|seminars?|aufenthalts?|schließ\w+)(?![^\W_])"
)
_TURNUS = r"(?:turnus|rhythmus|takt|abstand|abständen|intervall|wechsel)"
TURNUS = pattern(
    rf"(?<![^\W_])(?:im\s+|in\s+einem\s+)?{_NUMBERS}[\s-]*(?P<period>tage?s?|wochen?|monate?s?|jahre?s?)"
    rf"[\s-]*{_TURNUS}\b"
)
TURNUS_OF = pattern(
    rf"\bi[mn]\s+(?:einem\s+)?(?:zeitlichen\s+)?{_TURNUS}\s+von\s+(?:jeweils\s+)?(?P<keep>(?:ca\.|circa|etwa|rund|ungefähr)\s+)?{_NUMBERS}\s+(?P<period>{_NOUN})"
)
# „Rhythmus: 6 Wochen“, „im Quartalsrhythmus“
TURNUS_IS = pattern(rf"{_BEFORE}{_TURNUS}\s*:?\s+{_NUMBERS}\s*(?P<period>{_NOUN})")
IN_A_TURNUS = pattern(
    rf"\bim\s+(?P<period>tages|wochen|monats|quartals|vierteljahres|halbjahres|jahres|semester)-?{_TURNUS}{_AFTER}"
)
BIENNIAL = pattern(rf"{_BEFORE}bienn(?:al|ial){_AFTER}")
# „in vierteljährlichen Abständen“
APART = pattern(r"(?<=\x00)\s+(?:abst[aä]nd(?:en)?|intervall(?:en)?)(?![^\W_])")
EACH = pattern(
    rf"\b(?:jede[nrsm]?|in\s+jedem|in\s+jeder)\s+(?:(?P<low>{_ORDINAL})\s*)?(?P<period>{_NOUN})"
    r"(?!\s+(?:im|des|jede[ns]|eines)\s+(?:monat|quartal|halbjahr|jahr|schuljahr))"
)
# „in der zweiten Woche des Monats“, „jeden ersten Werktag im Monat“ are monthly; the rest stays in the leftover,
# hence no width.
_ORDINAL_LIST = rf"{_ORDINAL}(?:{_AND}{_ORDINAL})*"
SOMEWHEN_IN_MONTH = pattern(
    rf"(?<!eine )(?<!einen )(?={_ORDINAL_LIST}\s*\w+\s+(?:im|des|jede[ns]|eines\s+jeden)\s+monat)"
)
SIMPLE = pattern(
    rf"{_BEFORE}(?<!des )(?<!eines )(?<!jeden )(?:all)?(?P<period>monatlich|monatl|mntl|monats|mtl|wöchentlich|wöchentl|wöch|wö(?=\.)|jährlich|jährl|täglich|tägl)"
    rf"(?:e[rsnm]?)?(?:\.|{_AFTER})"
)
QUARTERLY = pattern(
    rf"{_BEFORE}(?:(?:viertel|1/4|¼)[\s-]*j(?:ähr(?:lich|ig|l\.?)|\.)(?:e[rsnm]?)?|quartals?(?:weise|mäßig\w*)){_AFTER}"
)
HALF_YEARLY = pattern(
    rf"{_BEFORE}(?:(?:halb|1/2|½)[\s-]*j(?:ähr(?:lich|ig|l\.?)|\.)(?:e[rsnm]?)?|halbjahresweise){_AFTER}"
)
NINE_MONTHLY = pattern(rf"{_BEFORE}dreivierteljähr(?:lich|ig)(?:e[rsnm]?)?{_AFTER}")
HALF_MONTHLY = pattern(rf"{_BEFORE}halbmonatlich(?:e[rsnm]?)?{_AFTER}")
HALF_WEEKLY = pattern(rf"{_BEFORE}halbwöchentlich(?:e[rsnm]?)?{_AFTER}")
PER_PERIOD = pattern(rf"\b(?:pro|je)\s+(?P<period>{_NOUN})")
# Once a year by nature; the word itself stays in the leftover.
AT_THE_TURN = pattern(
    rf"(?=\b(?:zu|am|zum)\s+(?:beginn|anfang|ende)\s+(?:de[sr]|eine[sr]|jede[sr]|eines\s+jeden)\s+(?P<period>{_NOUN}))"
)
AT_THE_END = pattern(
    r"(?=\b(?:zu|am|zum)\s+(?P<period>quartal|schulhalbjahr|halbjahr|schuljahr|jahr|semester)(?:e?s)?(?:ende|beginn|anfang))"
)
YEARLY_EVENT = pattern(
    rf"(?=\b(?:jahrestreffen|jahrestagung|jahreskonferenz|jahreshauptversammlung){_AFTER})"
)
# „vor und nach der Freibadsaison“: two meetings; when they are stays in the leftover.
BEFORE_AND_AFTER = pattern(r"(?=\b(?:vor\s+und\s+nach|zu\s+beginn\s+und\s+(?:am|zum)\s+ende)\s)")

# --- which days ---

# „am ersten Werktag des Monats“, „letzter Arbeitstag im Monat“
NTH_WORKDAY = pattern(
    rf"{_BEFORE}{_LINK}(?P<nth>{_ORDINAL_LIST})\s*(?:werk|arbeits|wochen|büro)tage?s?(?P<of>\s+(?:im|des|eines\s+jeden|eines|jede[ns]|in\s+jedem|pro|je)\s+(?:monat|quartal|halbjahr)e?s?)?{_AFTER}"
)
LAST_DAY = pattern(
    rf"(?:\b(?:jeweils|immer)\s+)?(?:\b(?:am|zum)\s+)?(?P<days>(?:\d{{1,2}}\.{_AND})*)"
    r"(?:letzte[nr]?\s+(?:kalender)?tag\s+(?:im|des|eines\s+jeden|eines|jede[ns]|in\s+jedem)\s+monate?s?|monatsletzten?r?|ultimo)(?![^\W_])"
)
FIRST_DAY = pattern(r"(?:\b(?:jeweils|immer|stets)\s+)?\b(?:am|zum|der|jeden)\s+monatsersten?r?(?![^\W_])")
YEARLY_DATE = pattern(
    rf"(?:\b(?:jeweils|immer|stets)\s+)?\b(?:am|zum|der|den)\s+(?P<day>\d{{1,2}})\.\s?(?:(?P<number>\d{{1,2}})\.(?!\s?\d)|(?P<month>{MONTH})(?!\s+\d{{4}}))"
)
FEAST = pattern(
    rf"(?<![^\W_])(?:(?:immer|jeweils|stets)\s+)?(?:(?:am|an|zu|jeden|der|zum)\s+)"
    rf"(?:(?:(?P<nth>{_ORDINAL})\s*)?(?P<day>{STEM})\s+(?P<side>vor|nach)\s+(?:dem\s+|der\s+|den\s+)?"
    rf"|(?P<eve>tag\s+(?P<beside>vor|nach)|vortag)\s+(?:dem\s+|der\s+|den\s+|von\s+|zu\s+)?)?(?P<feast>{feasts.NAME})(?![^\W_])"
)
RELATIVE = pattern(
    r"\s*(?:vor|nach)\s(?!(?:de[rmn]\s+)?\w{0,30}(?:stunde|gottesdienst|messe|probe|training|unterricht|mittagessen)|oder\s+nach\s+de[rmn]\s)"
)  # „am letzten Montag vor den Sommerferien“ is no Monday of the month
BESIDE = pattern(r"\b(?:vor|nach)\s+(?:de[mn]\s+)?$")
PART_OF_A_MONTH = pattern(r"\b(?:anfang|mitte|ende|seit|ab|bis)\s+(?:de[sr]\s+)?$|\d\.\s*$")
A_YEAR = pattern(r"\s*\d{4}\b")
EVERY_YEAR = pattern(
    r"jedes\s+(?:\w+\s+)?jahr|(?:all)?jähr(?:lich|l\.)|jahre[sn]?[\s-]|alle\s+\w+\s+jahre|einmal\s+im\s+jahr"
)

NTH_WEEKDAY = pattern(
    rf"{_BEFORE}{_LINK}(?P<nth>{_ORDINAL_LIST})\s*(?P<days>{DAYS})"
    rf"(?:,?\s*(?:im|des|eines\s+jeden|eines|jede[ns]|je|pro|in\s+jedem|/)\s*(?P<of>{_NOUN}))?"
)
DAY_OF_PERIOD = pattern(
    r"(?:\b(?:jeweils|immer|stets)\s+)?\b(?:am|zum)\s+(?P<which>letzten|ersten|1\.)\s*(?:kalender)?tag\s+(?:im|des|eines\s+jeden|eines|jede[ns]|in\s+jedem)\s+(?P<of>quartals?|halbjahr(?:e?s)?)(?![^\W_])"
)
MAYBE = pattern(r"\boder\b")
IN_THE_MONTH = pattern(r"\s+im\s+monat(?![^\W_])")
_DAY_LIST = rf"\d{{1,2}}\.(?:{_AND}\d{{1,2}}\.)*"
MONTH_DAY = pattern(
    rf"(?:\b(?:jeweils|immer)\s+)?(?:\b(?:am|zum|jeden)\s+)?(?<!\d)(?<!\d\.)(?P<days>{_DAY_LIST})"
    rf"\s*(?:tag\s+)?(?:im|des|eines\s+jeden|eines|jede[ns]|in\s+jedem)\s+monate?s?{_AFTER}"
)
# „monatlich am 15.“
BARE_MONTH_DAY = pattern(rf"\b(?:jeweils\s+)?(?:am|zum)\s+(?P<days>{_DAY_LIST})(?=\s*(?:$|[,;)\x00]))")
WEEK_PARITY = pattern(
    r"\b(?:immer\s+)?(?:in\s+(?:den\s+|jeder\s+|allen\s+)?|jede\s+)?(?P<parity>un)?gerade[nr]?\s+"
    r"(?:kalenderwochen?|kw|wochen?)(?![^\W_])"
)

YEAR_PARITY = pattern(
    r"\b(?:immer\s+|nur\s+|jeweils\s+)?(?:in\s+(?:den\s+|allen\s+|jedem\s+)?|jedes\s+|alle\s+)?(?:(?P<parity>un)?gerade[nms]?\s+(?:kalender)?jahr(?:e[ns]?|s)?"
    r"|jahren\s+mit\s+(?P<number>un)?gerader\s+(?:jahres|end)?zahl)(?![^\W_])"
)

# „12.10.2026“, „3. Mai“: an appointment. A weekday or month beside it makes no rhythm.
DATE = pattern(
    rf"{STEM}s?,?\s+(?:den|dem|der)\s+\d{{1,2}}\.(?!\s*(?:und\b|u\.|\w*tag))|(?<![\d.])\d{{1,2}}\.\s?(?:\d{{1,2}}\.(?:\s?\d{{2,4}})?(?!\d)|{MONTH})"
)
