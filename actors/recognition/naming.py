"""Names, streets and telephone numbers of institutions brought to one form. Pure: no Django."""

from __future__ import annotations

import re
from functools import lru_cache

from german import analyzer

LEGAL = frozenset(
    [
        "ev",
        "gmbh",
        "ggmbh",
        "eg",
        "kg",
        "ag",
        "ug",
        "mbh",
        "co",
        "gbr",
        "kdoer",
        "e",
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "und",
        "in",
        "im",
        "am",
        "an",
        "auf",
        "zu",
        "zur",
        "fuer",
        "von",
    ]
)
# What kind of institution a word of a name says, after `SYNONYMS`; two names that say different kinds mean different institutions.
KINDS = {
    "grundschule": "g", "grund": "g", "hauptschule": "h", "realschule": "r", "gymnasium": "y", "gemeinschaftsschule": "s",
    "regionalschule": "s", "regelschule": "s", "mittelschule": "s", "gesamtschule": "s", "oberschule": "s", "sekundarschule": "s", "stadtteilschule": "s",
    "foerderzentrum": "f", "foerderschule": "f", "sonderschule": "f", "sonderpaedagogisches": "f", "sbbz": "f", "berufsschule": "b", "fachschule": "c", "berufsfachschule": "b", "fachoberschule": "b", "berufsoberschule": "b", "berufskolleg": "b",
    "berufsbildungszentrum": "b", "berufsbildende": "b", "rbz": "b", "kindertagesstaette": "k", "kita": "k",
    "kindergarten": "k", "krippe": "k", "hort": "o", "foerderverein": "w", "foerderkreis": "w", "freundeskreis": "w", "krankenhaus": "n", "bibliothek": "l", "buecherei": "l",
    "volkshochschule": "v", "musikschule": "m", "jugendamt": "j", "sozialamt": "z", "gesundheitsamt": "d",
    "abendgymnasium": "a", "abendrealschule": "a",
}  # fmt: skip
# The same for words of the list „Art“ that are wider than any of them; „Berufliche Schule“ has no kind as its head.
TERMS = {"weiterfuehrende": "hrys", "berufliche": "bc", "beruflich": "bc"}
SYNONYMS = {
    "kindertagesstaette": "kita", "kindergarten": "kita", "kindertageseinrichtung": "kita", "vhs": "volkshochschule",
    "stadtbuecherei": "bibliothek", "stadtbibliothek": "bibliothek", "buecherei": "bibliothek", "mgh": "mehrgenerationenhaus",
    "bbs": "berufsbildendeschulen", "evangelische": "ev", "evangelischer": "ev", "evang": "ev", "evluth": "ev",
    "katholische": "kath", "katholischer": "kath", "sankt": "st", "awo": "arbeiterwohlfahrt", "drk": "deutschesroteskreuz",
    "gs": "grundschule", "gym": "gymnasium", "gms": "gemeinschaftsschule", "ggs": "grundschule", "oggs": "grundschule",
    "gemeinschaftsgrundschule": "grundschule", "ganztagsgrundschule": "grundschule", "foez": "foerderzentrum",
    "grundsch": "grundschule", "hauptsch": "hauptschule", "realsch": "realschule", "obs": "oberschule", "igs": "gesamtschule",
}  # fmt: skip
# Words that many institutions of a kind bear, and what stands beside the name of one: without them its own name is left.
GENERIC = frozenset(
    (
        "abteilung allgemein amt amtes anstalt aussenstelle aussenstellen aufbau bekenntnis bereich beruflich berufliche beruflichen "
        "bezirk einrichtung emotional emotionale entwicklung europaschule filiale foerderschwerpunkt foerderschwerpunkte "
        "foerderschwerpunkten foerderzentrumsteil foez freie freien freier ganztags ganztagsschule gebundene geistige gemeinde gemeinden "
        "gemeinnuetzig gemeinschaft gemeinschafts gemeinschaftsschulteil grundschulteil hauptstelle hauptsitz haus hansestadt "
        "kommunal kommunale koerperliche kreis kreises land landes landeshauptstadt landkreis landkreises lernen mit motorische "
        "nebenstelle oberstufe oeffentlich oeffentliche oeffentlichen offene offenen primarstufe privat private rechts "
        "rechtsfaehige regional regionale regionales sachgebiet schul schule schulen schulteil schulverband schulverbandes "
        "schulzentrum schwerpunkt schwerpunkte schwerpunkten sekundarstufe soziale sprache staatlich staatliche staatliches stadt "
        "staedtisch staedtische staedtischen staedtischer staedtisches standort teil traegerschaft umgebung umgegend verbund "
        "verein zweckverband zweckverbandes zweigstelle zentrum"
    ).split()
)
# „… des Amtes Schlei in Auenberg“, „… mit Außenstelle in Neudorf“: who bears it and where else it is, not how it is called.
BESIDE = re.compile(
    r"(?i)\b(?:de[rs]|vo[nm])\s+(?:amte?s|schulverb\w+|zweckverband\w*|(?:land)?kreises|(?:hanse|landeshaupt)?stadt|"
    r"(?:samt|verbands)?gemeinden?|landes)\b[^,;()]*?(?=\s+[-–]\s|[,;()]|$)"
    r"|(?:\bmit\s+(?:de[rmn]\s+)?|[-–]\s*)(?:au(?:ß|ss)en|zweig|neben)stellen?\b[^,;()]*"
)
BELONGING = frozenset("ow")  # letters of `KINDS` of what bears the name of another: Hort, Förderverein
VOCATIONAL = frozenset("bc")  # letters of `KINDS` of schools for a trade
SCHOOLS = frozenset("ghrysf") | VOCATIONAL
BRANCH = re.compile(r"(?i)(?<!mit )(?<!mit der )(?<!mit den )\b(?:au(?:ß|ss)en|zweig|neben)stelle\b")
# Ends of words that say that something is a school, and abbreviations that mean one kind here and another there.
SCHOOL_ENDS = ("schule", "schulen", "school", "skole", "skolen", "schulzentrum", "kolleg")
SCHOOL_WORDS = frozenset(["kgs", "egs", "hs", "rs", "ges"])
LEAST_CORE = 3  # letters of a word's own part: „Waldschule“ is „Wald“, the „VHS“ has none
LONGEST = 300  # characters of a name that are read; more can only be an attack or a pasted text
# Letters of a kind that is also the head of a compound: „Waldgrundschule“; „Hort“ ends other words too.
LEAST_HEAD = 6
LEAST_DIGITS = 5  # of a telephone number; what is shorter is an extension
HEADS = tuple(
    sorted(
        {kind for kind in KINDS if len(kind) >= LEAST_HEAD} | {"schule", "kita", "hort"},
        key=lambda head: (-len(head), head),
    )
)
HOUSES = re.compile(r"(\d{1,5})(?:\s*[a-zA-Z]\b(?!\.))?(?:\s*([-–—+&,;/]|bis|und|u\.)\s*(\d{1,5})\b)?")
PLACE = re.compile(r"(?i)pl\.(?=\s|$)")
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


@lru_cache(maxsize=50_000)
def name_words(name: str, city: str) -> tuple[str, ...]:
    """Words of a name that tell institutions apart: no legal form, no town; synonyms and numerals brought to one."""
    town = {token.folded for token in analyzer.tokenize(city)} | {
        "stadt",
        "gemeinde",
        "landeshauptstadt",
        "hansestadt",
    }
    words: list[str] = []
    for token in analyzer.tokenize(name[:LONGEST]):
        for piece in token.pieces:
            word = SYNONYMS.get(ROMAN.get(piece, piece), ROMAN.get(piece, piece))
            is_town = piece in town or (piece.endswith("er") and piece[:-2] in town)
            if word not in LEGAL and not is_town:
                words.append(word)
    return tuple(words) or tuple(token.folded for token in analyzer.tokenize(name[:LONGEST]))


@lru_cache(maxsize=50_000)
def name_core(name: str, city: str) -> tuple[str, ...]:
    """What a name says beside the kind of institution, its place and who bears it: „Waldschule, Grundschule der Stadt Au“ →
    („wald“,); () for one that bears no name of its own."""
    core = []
    for word in name_words(BESIDE.sub(" ", name[:LONGEST]), city):
        head = next((head for head in HEADS if word.endswith(head)), "")
        own = word.removesuffix(head)
        if word not in GENERIC and own not in GENERIC and len(own) >= LEAST_CORE and not own.isdigit():
            core.append(own)
    return tuple(dict.fromkeys(core))


def is_branch(name: str) -> bool:
    """„Grundschule Au – Außenstelle Bruch“; not „Grundschule Au mit Außenstelle Bruch“."""
    return bool(BRANCH.search(name))


@lru_cache(maxsize=50_000)
def house_numbers(street: str) -> tuple[int, int] | None:
    """First and last house number: „Hafenstr. 12 a – 14“ → (12, 14); None without any."""
    found = HOUSES.search(street)
    if not found:
        return None
    first, last = int(found[1]), int(found[3] or found[1])
    if found[2] == "/" and last < first:  # „7/1“ is a flat of number 7
        last = first
    return (min(first, last), max(first, last))


@lru_cache(maxsize=50_000)
def street_and_number(street: str) -> tuple[str, str]:
    """„Hafenstr. 31a“ → („hafenstrasse“, „31“)."""
    number = re.search(r"\d+", street)
    road = street[: number.start()] if number else street
    folded = analyzer.fold(
        re.sub(r"(?i)str(?:\.|aße|asse)?(?=\s|$)", "strasse", PLACE.sub("platz", road.strip().rstrip(",")))
    ).replace(" ", "")
    return folded, number[0] if number else ""


@lru_cache(maxsize=50_000)
def phone_digits(phone: str) -> str:
    """National digits without trunk zero; "" for fewer than five."""
    digits = re.sub(r"\D", "", re.sub(r"^\s*(\+|00)49", "", phone.replace("(0)", ""))).lstrip("0")
    return digits if len(digits) >= LEAST_DIGITS else ""


# Hosts that many institutions share: equal ones say nothing.
FREE_HOSTS = frozenset(
    [
        "gmx.de",
        "web.de",
        "t-online.de",
        "gmail.com",
        "example.org",
        "schule.landsh.de",
        "outlook.com",
        "freenet.de",
    ]
)


def host_of(address: str) -> str:
    host = re.sub(r"^(https?://)?(www\.)?", "", address.strip().lower()).split("/")[0]
    return "" if host in FREE_HOSTS or "." not in host else host


@lru_cache(maxsize=50_000)
def kinds_in(words: tuple[str, ...]) -> frozenset[str]:
    """Letters of `KINDS` that a name says; of „Hort an der Grundschule“ only what it is, not where it belongs."""
    found: list[str] = []
    for word in words:
        said = [kind for kind in KINDS if word == kind or (len(kind) >= LEAST_HEAD and word.endswith(kind))]
        if said:
            found.append(KINDS[max(said, key=len)])
    return frozenset(found[:1] if found and found[0] in BELONGING else found)


@lru_cache(maxsize=1_000)
def kinds_of_term(term: str) -> frozenset[str]:
    """Letters of `KINDS` of a word of the list „Art“: „Weiterführende Schule“ says less than „Gymnasium“ does."""
    words = name_words(term, "")
    return kinds_in(words) or frozenset().union(*(TERMS.get(word, "") for word in words))


def split_address(address: str) -> tuple[str, str, str]:
    """„Kaistraße 8, 37994 Auenberg“ → street, postal code, town; what does not fit is all street."""
    text = " ".join(address.split())
    found = re.search(r"^(.*?)[, ]*\b(\d{5})\s+(.*)$", text)
    return (found[1].strip(" ,"), found[2], found[3]) if found else (text, "", "")
