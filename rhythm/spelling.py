"""Making typed text readable for the rhythm patterns: one kind of dash and space, umlauts, slips of the finger."""

import re
import unicodedata
from functools import lru_cache

from rhythm import lexicon

_SAME = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’‘`´", "'") | {"\u00a0": " ", "\u202f": " "}
)

_RAISED = str.maketrans("⁰¹²³⁴⁵", "012345")  # „19³⁰ Uhr“

_UNTIL_TWELVE = "ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
_HOURS_AFTER_NOON = "dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig dreiundzwanzig".split()
_MINUTES = {"fünf": "05", "zehn": "10", "fünfzehn": "15", "zwanzig": "20", "dreißig": "30", "vierzig": "40",
            "fünfundvierzig": "45", "fünfzig": "50"}  # fmt: skip
_SPOKEN_MINUTE = "|".join(
    _MINUTES
)  # in any order: a word has to end there, so „fünf“ is not met in „fünfzehn“
_HOUR = "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
_COUNT = r"(?:\d{1,2}|ein|zwei|drei|vier|fünf|sechs|acht|zehn|zwölf)"
_BREAK = "winter|oster|pfingst|sommer|herbst|weihnachts"
# Umlauts written out, only inside words that we know: „neue“ and „Kooperation“ must stay as they are.
_SPELLED_OUT = [
    (re.compile(old, re.IGNORECASE), new)
    for old, new in (
        ("jaehr", "jähr"), ("woech", "wöch"), ("taeg", "täg"), ("maerz", "märz"), ("jaenner", "jänner"),
        ("frueh(?=jahr|ling)", "früh"), (r"\bfuenf", "fünf"), (r"\bzwoelf", "zwölf"), (r"\bausser", "außer"),
        ("maessig", "mäßig"), ("mässig", "mäßig"), (r"\bregelmaess", "regelmäß"), (r"\bwaehrend", "während"), ("abstaende", "abstände"),
        # Abbreviations that no other word shares.
        (r"\bje?d\.(?=\s|\d)", "jeden "), (r"\bd\.\s?(?=mon|quart|jahr)", "des "), (r"\btgl\b\.?", "täglich"),
        (r"\bi\.\s?j\.", "im Jahr"), (r"\bi\.\s?m\.", "im Monat"), (r"(?<=\d )wo\b\.?", "Wochen"), (r"(?<=\d )tg\b\.?", "Tage"),
        (r"\bd\.\s?m\.(?=\s|$|,)", "des Monats"),
        (r"\bvtl?j(?:hrl|l)?\b\.?|\bvj\b\.?", "vierteljährlich"), (r"\bhj\b\.?(?!\s*\d)", "halbjährlich"),
        (r"(?<=[/\s])(?:qu?|quart)\b\.?(?!\s*\d)", "Quartal"), (r"[¼]\s*j\.?(?=\s|$)", "vierteljährlich"),
        (rf"\b({_BREAK})-(?=(?:\s*(?:,|/|und|oder)\s*(?:{_BREAK})-?){{1,4}}ferien)", r"\1ferien"), (r"\brh?yth?mus\b", "Rhythmus"),
        (r"\bvon\s+(?:wenigen\s+|einzelnen\s+)?ausnahmen\s+abgesehen\b", "in der Regel"),
        (r"\(neu!?\)\s*", ""), (r"\bjeweilen\b", "jeweils"), (r"\bj(?:ä)?hrl\b\.?", "jährl."),
        (rf"\b(von\s+|zwischen\s+|)({_HOUR})\s+(bis|und)\s+({_HOUR})\s+uhr\b",
         lambda m: m[0] if m[3].lower() == "und" and not m[1] else f"{m[1]}{lexicon.number_named(m[2])} bis {lexicon.number_named(m[4])} Uhr"),
        (r"(?<![\d,])(\d{1,2}),([0-5]\d)(?=\s*(?:uhr|h)\b)", r"\1.\2"),
        (r"\btag\s+für\s+tag\b", "täglich"), (r"\bwoche\s+für\s+woche\b", "wöchentlich"),
        (r"\bmonat\s+für\s+monat\b", "monatlich"), (r"\bjahr\s+für\s+jahr\b", "jährlich"),
        (r"\bjeden\s+(?:morgen|abend|vormittag|nachmittag|mittag)\b", "täglich"),
        (r"\bjedn\b|\bjden\b|\bjeen\b", "jeden"), (r"\bmuttertag\b", "2. Sonntag im Mai"),
        (r"\berntedank(?:fest|sonntag)?\b", "1. Sonntag im Oktober"), (r"(?<=\d)(?:°°)", ".00"),
        (r"(?<=\d)([⁰¹²³⁴⁵])([⁰⁵])", lambda m: "." + m[0].translate(_RAISED)),
        (rf"\b({'|'.join(_HOURS_AFTER_NOON)})\s+uhr(?![^\W\d_])", lambda m: f"{_hour(m[1])} Uhr"),
        (rf"\b({_UNTIL_TWELVE}|\d{{1,2}})\s+uhr\s+({_SPOKEN_MINUTE})(?![^\W_])", lambda m: f"{_hour(m[1])}.{_MINUTES[m[2].lower()]} Uhr"),
        # „9 Uhr 30 bis 11 h 30“; but „um 9 Uhr 30 Kinder“
        (r"(?<![\d.:])(\d{1,2})\s*(?:uhr|h)\s*([0-5]\d)(?!\d|[.:]\d|\s*(?:uhr|h)\b)(?=\s*(?:$|[^\w\s]|bis\b|am\b|im\b|in\b))", r"\1.\2 Uhr"),
        (r"(?<![\d/])(?:1/2|½)\s*(?=(?:[1-9]|1[0-2])\s*(?:uhr|h\b|abends|nachmittags|am\s+abend))", "halb "),
        (r"(?<![\d/])(?:3/4|¾)\s*(?=(?:[1-9]|1[0-2])\s*(?:uhr|h\b|abends|nachmittags|am\s+abend))", "dreiviertel "),
        (r"\b(ab|alle|am|jede[nrs]?|um|von|bis)(?=\d)", r"\1 "), (r"\bein\s+(?:halbes\s+)?dutzend\s*(?=mal\b)", lambda m: "6 " if "halb" in m[0].lower() else "12 "),
        # „mindestens zweimal, höchstens viermal“
        (rf"\b(?:mindestens|mind\.|wenigstens)\s+({_COUNT})\s*-?(?:mal|x)?\s*,?\s+(?:(?:und|aber|jedoch)\s+)*(?:höchstens|maximal|max\.)\s+(?={_COUNT})", r"\1 bis "),
        (r"\b(im|pro|je|des)\s+monta\b", r"\1 Monat"), (r"\bqu?a?rtl\b\.?", "Quartal"), (r"\bI\.\s*(?=quartal|halbjahr)", "1. "), (r"\bII\.\s*(?=quartal|halbjahr)", "2. "), (r"\bIII\.\s*(?=quartal)", "3. "), (r"\bIV\.\s*(?=quartal)", "4. "),
        (rf"\b({'|'.join(('montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag'))})(im|um|ab|von|bis)\b", r"\1 \2"),
        (r"\b(mon|diens|donners|frei|sams|sonn)täglich(?:e[rnsm]?)?\b", r"\1tags"), (r"\bmittwöchlich(?:e[rnsm]?)?\b", "mittwochs"),
        (r"(?<=\d )j\.(?=\s|$|,)", "Jahre"), (r"\bschulj\b\.?", "Schuljahr"),
        (r"\bwochne\b|\bwohcen\b", "Wochen"),
        (r"(?<=\d )mon\b\.?", "Monate"), (r"(?<=alle )(\d+)wo\b", r"\1 Wochen"),
    )
]  # fmt: skip

# „im Sommer (Juni bis August)“ says itself which months it means.
_SEASON_IN_MONTHS = lexicon.pattern(
    rf"(?:(?:in\s+den\s+|im\s+)(?:sommer|winter|frühling|frühjahr|herbst)(?:monate[n]?|halbjahr)?)\s*\((?P<months>{lexicon.SPAN})\)"
)

_SEASON_BEFORE_MONTHS = lexicon.pattern(
    rf"\bin\s+der\s+(?:dunklen|kalten|warmen|hellen)\s+jahreszeit\s*[,(]?\s*(?=(?:von|im|in\s+den)\s+{lexicon.SPAN})"
)

# Words in which one slip (a letter missing, doubled, wrong, or two swapped) is repaired. Long words only: „Kochen“
# is no slip of „Wochen“.
SHORT = 5  # letters: so short are too many other words
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "sonnabend")
_WORDS = frozenset({
    *_DAYS, *(f"{day}s" for day in _DAYS), "februar", "september", "oktober", "november", "dezember", "frühjahr",
    "täglich", "wöchentlich", "monatlich", "jährlich", "vierteljährlich", "halbjährlich", "halbmonatlich",
    "zweimonatlich", "zweiwöchentlich", "quartal", "quartals", "quartalsweise", "halbjahr", "schuljahr",
    "schulhalbjahr", "semester", "wintersemester", "sommersemester", "unregelmäßig", "anlassbezogen", "mindestens",
    "einmal", "wechseln", "wechselt", "ersten", "zweiten", "dritten", "vierten", "fünften", "letzten", "januar", "august",
    "schulferien", "ausgesetzt", "vierzehntägig", "vierzehntäglich", "vierteljährig", "sommerpause", "entfällt", "feiertagen", "kalenderwoche", "kalenderwochen", "zweimal", "dreimal", "viermal", "fünfmal", "sechsmal",
})  # fmt: skip
# Words of their own: assembly work is no Monday.
_NO_SLIPS = frozenset(
    {
        "montage",
        "montagen",
        "viertel",
        "zeiten",
        "zweigen",
        "drittel",
        "feiertage",
        "feiertags",
        "feiertag",
        "wechsel",
        "wechsels",
        "ernsten",
        "freien",
        "fernen",
    }
)
_ORDINAL = re.compile(r"(?:erst|zweit|dritt|viert|fünft|letzt)e[nrsm]?")


def _hour(word: str) -> int:
    """„neunzehn“ -> 19, „acht“ -> 8, „8“ -> 8."""
    lower = word.lower()
    return _HOURS_AFTER_NOON.index(lower) + 13 if lower in _HOURS_AFTER_NOON else lexicon.number_named(lower)


def normalised(text: str) -> str:
    """The text in NFC, with plain spaces and hyphens, without control characters, known words spelled right."""
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    text = " ".join(text.split())
    for pattern, replacement in _SPELLED_OUT:
        text = pattern.sub(replacement, text)
    text = re.sub(r"[^\W\d_]{5,20}", lambda match: _repaired(match[0]), text)
    return _SEASON_IN_MONTHS.sub(r"\g<months>", _SEASON_BEFORE_MONTHS.sub("", text))


@lru_cache(maxsize=2048)
def _repaired(word: str) -> str:
    lower = word.lower()
    if lower in _WORDS or lower in _NO_SLIPS or _ORDINAL.fullmatch(lower):
        return word
    known_words = _DAYS if len(word) == SHORT else sorted(_WORDS)
    return next((known for known in known_words if _one_slip(lower, known)), word)


def _one_slip(typed: str, known: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns one into the other. The first
    letter must be right, and a known word's own ending is no slip („jährliche“)."""
    if typed[0] != known[0] or abs(len(typed) - len(known)) > 1 or typed.startswith(known):
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), min(len(typed), len(known))
    )
    rest, known_rest = typed[start:], known[start:]
    if len(typed) == len(known):
        return rest[1:] == known_rest[1:] or (rest[:2] == known_rest[1::-1] and rest[2:] == known_rest[2:])
    return rest[1:] == known_rest or rest == known_rest[1:]
