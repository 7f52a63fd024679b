"""Writing forms of German brought to one: folding of letters and cutting of text into words.

Canonical form: lower case, ä→ae, ö→oe, ü→ue, ß→ss, other accents dropped, only letters and digits. „Müller“ and
„Mueller“ therefore meet by themselves; „Muller“ (typed without umlauts) meets them through `bare_variants`.
Pure: no Django, no dictionary. Every function is linear in the length of its input.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_WORD = 60  # longest German compounds in use stay below; keeps keys far under PostgreSQL's lexeme limit

_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "oe",
        "å": "a",
        "ł": "l",
        "đ": "d",
        "ı": "i",
    }
)
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_MARK = "\u0300-\u036f"
_PART = rf"[^\W_](?:[^\W_]|[{_INVISIBLE}{_MARK}])*"
_HYPHEN = "[-‐‑‒–]"
_GENDER = rf"(?:[:*_·•]|/{_HYPHEN}?|\()(?:innen|inne|in|r|n|e|frauen|frau)(?![^\W_])\)?"
_TOKEN = re.compile(
    r"(?P<dotted>(?<![^\W_])[^\W\d_]\.(?:[ \u00a0\u202f]?[^\W\d_]\.|(?:[^\W\d_]\.){2,5})(?![^\W_]))"  # e. V., i.d.R.
    r"|(?P<plus>\d{1,3}[ ]?\+)"  # 60+
    rf"|(?P<lead>{_HYPHEN}(?=[^\W\d_]))?(?P<word>{_PART}(?:{_HYPHEN}{_PART})*)(?P<gender>{_GENDER})?"
    rf"(?P<trail>{_HYPHEN}(?![^\W_]|{_HYPHEN}))?"
)
# Abbreviations that end with a full stop and are common in names: written out, so that all spellings meet.
_CUT = {
    "ev": "evangelisch", "evang": "evangelisch", "kath": "katholisch", "st": "sankt", "str": "strasse",
    "staedt": "staedtisch", "staatl": "staatlich", "dt": "deutsch", "int": "international", "kirchl": "kirchlich",
    "paed": "paedagogisch", "soz": "sozial", "gymn": "gymnasium", "gym": "gymnasium", "allg": "allgemein",
    "gem": "gemeinnuetzig", "landkr": "landkreis", "bez": "bezirk", "abt": "abteilung", "tel": "telefon",
}  # fmt: skip
_PIECES = re.compile(_PART)
_INNER_I = re.compile(r"(?<=[a-zäöüß])I(?=n(?:nen)?$)")
_DROP = re.compile(rf"[{_INVISIBLE}{_MARK}]")
_VOWEL_BEFORE = re.compile(r"(?<![aeqo])ue|(?<![aeo])oe|(?<![aeo])ae")


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the original text: `text[start:end]` is what a highlighter marks.

    `pieces` are the folded parts of a hyphenated word („Kinder-Uni“ → kinder, uni), else just the word itself.
    `opens` marks the first half of an ellipsis („Kinder- und …“), `closes` the second („… und -paten“).
    """

    folded: str
    start: int
    end: int
    pieces: tuple[str, ...]
    opens: bool = False
    closes: bool = False


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """One word in canonical form; everything that is neither letter nor digit is dropped."""
    word = unicodedata.normalize("NFKC", word[: 4 * MAX_WORD]).lower().translate(_UMLAUTS)
    if not word.isascii():
        word = unicodedata.normalize("NFKD", _DROP.sub("", word)).translate(_UMLAUTS)
    return "".join(char for char in word if char.isalnum())[:MAX_WORD]


def fold(text: str) -> str:
    """Text as canonical words joined by one space: equal results mean „the same but for spelling“.

    Hyphens separate (Kinder-Uni = Kinder Uni), „e. V.“ becomes ev, „Ev.“ evangelisch, gender forms become -innen.
    """
    return " ".join(piece for token in tokenize(text) for piece in token.pieces)


def bare_variants(folded: str) -> str | None:
    """The word as typed on a keyboard without umlauts (mueller → muller), None where nothing changes.

    ae/oe/ue count as umlauts only where German writes them so: not in bauer, neue, quelle, aktuell.
    """
    if folded.isascii() and ("ae" in folded or "oe" in folded or "ue" in folded):
        bare = _VOWEL_BEFORE.sub(lambda match: match[0][0], folded)
        return bare if bare != folded else None
    return None


def tokenize(text: str) -> list[Token]:
    """Words of a text in their order with offsets into it."""
    tokens = []
    for match in _TOKEN.finditer(text):
        token = _token(match)
        if token is not None:
            tokens.append(token)
    return tokens


def _token(match: re.Match[str]) -> Token | None:
    start, end = match.span()
    if match["dotted"]:
        folded = fold_word(match["dotted"])
        return Token(folded, start, end, (folded,))
    if match["plus"]:
        folded = fold_word(match["plus"]) + "plus"
        return Token(folded, start, end, (folded,))
    pieces = [fold_word(_INNER_I.sub("i", piece)) for piece in _PIECES.findall(match["word"])]
    if match["gender"] and pieces:
        pieces[-1] = _with_gender(pieces[-1], fold_word(match["gender"]))
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return None
    if match.string[end : end + 1] == ".":
        pieces[-1] = _written_out(pieces[-1])
    start += len(match["lead"] or "")
    end -= len(match["trail"] or "")
    return Token(
        "".join(pieces)[:MAX_WORD],
        start,
        end,
        tuple(pieces),
        opens=bool(match["trail"]),
        closes=bool(match["lead"]),
    )


def _written_out(piece: str) -> str:
    if piece.endswith("str") and len(piece) > 6:  # Lindenstr.
        return piece + "asse"
    return _CUT.get(piece, piece)


def _with_gender(stem: str, ending: str) -> str:
    """„Schüler:innen“ → schuelerinnen; „jede*r“ stays jede."""
    return stem + ending if ending.startswith("in") else stem
