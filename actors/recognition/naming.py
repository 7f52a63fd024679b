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
    "regionalschule": "s", "gesamtschule": "s", "oberschule": "s", "sekundarschule": "s", "stadtteilschule": "s",
    "foerderzentrum": "f", "foerderschule": "f", "sonderschule": "f", "berufsschule": "b", "berufskolleg": "b",
    "berufsbildungszentrum": "b", "berufsbildende": "b", "rbz": "b", "kindertagesstaette": "k", "kita": "k",
    "kindergarten": "k", "krippe": "k", "hort": "o", "krankenhaus": "n", "bibliothek": "l", "buecherei": "l",
    "volkshochschule": "v", "musikschule": "m", "jugendamt": "j", "sozialamt": "z", "gesundheitsamt": "d",
    "abendgymnasium": "a", "abendrealschule": "a",
}  # fmt: skip
SYNONYMS = {
    "kindertagesstaette": "kita", "kindergarten": "kita", "kindertageseinrichtung": "kita", "vhs": "volkshochschule",
    "stadtbuecherei": "bibliothek", "stadtbibliothek": "bibliothek", "buecherei": "bibliothek", "mgh": "mehrgenerationenhaus",
    "bbs": "berufsbildendeschulen", "evangelische": "ev", "evangelischer": "ev", "evang": "ev", "evluth": "ev",
    "katholische": "kath", "katholischer": "kath", "sankt": "st", "awo": "arbeiterwohlfahrt", "drk": "deutschesroteskreuz",
    "gs": "grundschule", "gym": "gymnasium", "gms": "gemeinschaftsschule",
}  # fmt: skip
LONGEST = 300  # characters of a name that are read; more can only be an attack or a pasted text
# Letters of a kind that is also the head of a compound: „Waldgrundschule“; „Hort“ ends other words too.
LEAST_HEAD = 6
LEAST_DIGITS = 5  # of a telephone number; what is shorter is an extension
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
    found = set()
    for word in words:
        for kind, letter in KINDS.items():
            if word == kind or (len(kind) >= LEAST_HEAD and word.endswith(kind)):
                found.add(letter)
    return frozenset(found)


def split_address(address: str) -> tuple[str, str, str]:
    """„Kaistraße 8, 37994 Auenberg“ → street, postal code, town; what does not fit is all street."""
    text = " ".join(address.split())
    found = re.search(r"^(.*?)[, ]*\b(\d{5})\s+(.*)$", text)
    return (found[1].strip(" ,"), found[2], found[3]) if found else (text, "", "")
