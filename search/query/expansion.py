"""The ways in which one word of a query may be met: by itself, its family, as a part, in other words, and divided."""

from collections.abc import Iterable
from itertools import pairwise

from german.compounds import BOUND, parts_as_written
from german.derivation import root_of
from german.folding import bare_variants
from german.morphology import is_listed
from german.thesaurus import Signature, Synonym, Thesaurus, is_fixed_expression, same_heads
from german.words import (
    BINDING,
    EXACT,
    FAMILY,
    LEMMA,
    LINKING,
    PART,
    VARIANT,
    Analysis,
    analyse,
    form_roots,
    generic_roots,
)
from search.query.clauses import Alternative

# What the ways are worth, between german.words.EXACT (1, the very word) and nothing. Only their order has a meaning: each lies
# where it does not go before what is surer. german.words has those of a word itself, german.thesaurus those of its synonyms.
SECOND = 0.6  # the other family that a word may belong to: below a part of a word (0.65), for it may be wrong
DIVIDED, HEADLESS = (
    0.5,
    0.35,
)  # all parts of a compound somewhere in the text; all but one for the form ("Angebote")
GENERIC = 0.7  # of DIVIDED, where a part says little by itself ("Förderung"): it stands in many texts
INNER = 0.8  # of DIVIDED, where the word is one in meaning (Mehrgenerationenhaus): its parts say less of it
NOT_TOGETHER = 0.6  # of a synonym of several words, where these are not side by side
WIDENED = 0.36  # a little more than a compound without its head
OTHER_HEAD = SCATTERED = 0.42  # a little less than a listed synonym
TOGETHER, LOOSE, LOOSER = 0.3, 0.2, 0.12  # two parts of a compound, one, a synonym of one
MAX_ALTERNATIVES = (
    40  # of one word: each is an intersection more, and the last ones are worth next to nothing
)
MOST_OTHERS = 8  # names of a part that are looked for, too, the surest first


def any_of(root: str) -> tuple[str, ...]:
    return ("r_" + root, "p_" + root)


def of_simple_word(analysis: Analysis, thesaurus: Thesaurus) -> Iterable[Alternative]:
    yield Alternative(EXACT, ((analysis.surface,),), "exakt")
    yield Alternative(LEMMA, ((analysis.lemma,),), "stamm")
    bare = bare_variants(analysis.surface)
    if bare and not is_listed(bare):
        yield Alternative(VARIANT, ((bare,),), "exakt")
    yield Alternative(FAMILY, (("r_" + analysis.root,),), "stamm")
    yield Alternative(PART, (("p_" + analysis.root,),), "teil")
    if analysis.second_root:
        yield Alternative(SECOND, (("r_" + analysis.second_root,),), "stamm")
    yield from _other_heads(analysis, thesaurus)
    if analysis.is_compound:
        yield from _decomposed(analysis, thesaurus)
    elif len(inner := analysis.segments[0].inner if analysis.segments else ()) > 1:
        yield Alternative(INNER * DIVIDED, tuple(any_of(part.root) for part in inner), "teil")


def _other_heads(analysis: Analysis, thesaurus: Thesaurus) -> Iterable[Alternative]:
    """„Lesescout“ also finds Lesepaten and Lesehelfer, though nobody listed them."""
    parts = analysis.segments if analysis.is_compound else next((s.inner for s in analysis.segments), ())
    if len(parts) < 2:
        return
    first = {root for part in parts[:-1] for root in part.root.split("_")}
    compounds = [
        "_".join(sorted({*first, *other.split("_")})) for other in same_heads().get(parts[-1].root, ())
    ]
    roots = [root for compound in compounds for root in (compound, *thesaurus.whole(compound))]
    if roots:
        yield Alternative(
            OTHER_HEAD, (tuple(key for root in roots for key in any_of(root)),), "synonym", roots[0]
        )


def _decomposed(analysis: Analysis, thesaurus: Thesaurus) -> Iterable[Alternative]:
    """„Sprachförderung“ also finds „Förderung der Sprache“; „Singkita“ by way of a synonym „singende Kindergärten“,
    „Lehrstellenmarkt“ by what a Lehrstelle and a Markt are called elsewhere „Ausbildungsbörse“."""
    roots = [part.root for part in analysis.segments]
    groups = [any_of(root) for root in roots]
    generic = not generic_roots().isdisjoint(roots)
    weight = DIVIDED * (GENERIC if generic else 1.0)
    if thesaurus.of((analysis.root,)):  # its other names say it better than its parts, somewhere in a text
        weight = min(weight, SCATTERED)
    yield Alternative(weight, tuple(groups), "teil")
    if roots[-1] in form_roots() or (roots[-1] in generic_roots() and len(groups) > 2):
        yield Alternative(
            HEADLESS, tuple(groups[:-1]), "teil"
        )  # „Leseangebote“: who reads, need not call it Angebot
    first = "_".join(sorted(roots[:-1]))
    if first in roots or not thesaurus.of((first,)):
        widened = [_widened(root, thesaurus) for root in roots[:-1]]
    else:
        widened = [_widened(first, thesaurus)]
    # Families of verbs only within a word: a Lesehelfer is a Lesepate, but not everyone who reads and helps.
    heads = [root for root in same_heads().get(roots[-1], ()) if not root.endswith("en")]
    widened.append((*_widened(roots[-1], thesaurus), *(key for root in heads for key in any_of(root))))
    if widened != groups:
        yield Alternative(WIDENED if heads else GENERIC * weight, tuple(widened), "synonym")


def _widened(root: str, thesaurus: Thesaurus) -> tuple[str, ...]:
    """Keys of a family and of what it is called elsewhere."""
    others = [other.signature[0] for other in thesaurus.of((root,)) if len(other.signature) == 1]
    return any_of(root) + tuple(key for other in others[:MOST_OTHERS] for key in any_of(other))


def of_hyphenated(word: str, pieces: tuple[str, ...]) -> Iterable[Alternative]:
    yield Alternative(EXACT, ((word,),), "exakt")
    groups, roots = [], set()
    for piece in pieces:
        analysis = analyse(piece)
        roots.add(analysis.root)
        groups.append(tuple(dict.fromkeys((piece, analysis.lemma, *any_of(analysis.root)))))
    yield Alternative(FAMILY, (("r_" + "_".join(sorted(roots)),),), "stamm")
    yield Alternative(FAMILY, tuple(groups), "stamm")


def of_synonyms(synonyms: Iterable[Synonym]) -> Iterable[Alternative]:
    for synonym in synonyms:
        strength = synonym.strength
        if is_fixed_expression(synonym.signature):
            yield Alternative(strength, ((expression(synonym.signature),),), "synonym", synonym.text)
        groups = tuple(any_of(root) for root in synonym.signature if root not in LINKING)
        if len(synonym.signature) == 1:
            yield Alternative(strength, groups, "synonym", synonym.text)
        elif _may_be_apart(synonym.signature):
            yield Alternative(NOT_TOGETHER * strength, groups, "synonym", synonym.text)


def _may_be_apart(key: Signature) -> bool:
    """Whether the words of a term may stand anywhere in an entry: at least two must tell. „Menschen ohne Wohnung“ is not
    whoever has „Menschen“ and „Wohnung“ somewhere."""
    return BINDING.isdisjoint(key) and len(set(key) - LINKING - form_roots()) > 1


def expression(key: Signature) -> str:
    return "m_" + "_".join(key)


def parts_of(root: str) -> list[str]:
    """Families of the parts of a word that is one in meaning, by the letter: Mehrgenerationenhaus → generation, haus."""
    parts = analyse(root).segments
    inner = [part.root for part in parts[0].inner] if len(parts) == 1 else []
    if len(inner) < 2:
        inner = [root_of(part) for part in parts_as_written(root) if part.text not in BOUND]
    return inner


def telling_parts(analysis: Analysis) -> list[tuple[float, str]]:
    """(weight, root) of parts of a compound that say something by themselves; of long ones also of two together."""
    parts = (
        analysis.segments if analysis.is_compound else analysis.segments[0].inner if analysis.segments else ()
    )
    found = [(LOOSE, part.root) for part in parts if part.root not in generic_roots()]
    if len(parts) > 2:
        found += [(TOGETHER, compound_of(one.lemma.text, other.lemma.text)) for one, other in pairwise(parts)]
    return list(dict.fromkeys(found))


def compound_of(one: str, other: str) -> str:
    """Root of the compound of two words."""
    return "_".join(sorted({*analyse(one).root.split("_"), *analyse(other).root.split("_")}))


def best(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    unique: dict[tuple[tuple[str, ...], ...], Alternative] = {}
    for alternative in alternatives:
        known = unique.get(alternative.keys)
        if known is None or known.weight < alternative.weight:
            unique[alternative.keys] = alternative
    return tuple(sorted(unique.values(), key=lambda one: -one.weight)[:MAX_ALTERNATIVES])
