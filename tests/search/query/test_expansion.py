"""The ways in which one word may be met, and what each is worth."""

from __future__ import annotations

import pytest

from german.thesaurus import Synonym, Thesaurus
from german.words import analyse
from search.query.clauses import Alternative
from search.query.expansion import (
    MAX_ALTERNATIVES,
    best,
    compound_of,
    of_hyphenated,
    of_simple_word,
    of_synonyms,
    parts_of,
    telling_parts,
)

SHIPPED = Thesaurus()


def ways(word: str, thesaurus: Thesaurus = SHIPPED) -> list[tuple[float, str, tuple]]:
    return [(one.weight, one.kind, one.keys) for one in of_simple_word(analyse(word), thesaurus)]


def either(*roots: str) -> tuple[str, ...]:
    """Each as a word of its own or as a part of one."""
    return tuple(f"{letter}_{root}" for root in roots for letter in "rp")


def test_word_lemma_family_part_each_worth_less_than_the_one_before():
    assert ways("schach") == [
        (1.0, "exakt", (("schach",),)),
        (0.95, "stamm", (("schach",),)),
        (0.8, "stamm", (("r_schach",),)),
        (0.65, "teil", (("p_schach",),)),
    ]


def test_umlauts_that_somebody_left_out_are_met_unless_that_is_another_word():
    assert (0.85, "exakt", (("muhle",),)) in ways("muehle")
    assert (0.85, "exakt", (("muhle",),)) not in ways("schach")
    assert [weight for weight, _kind, _keys in ways("maerz")].count(0.85) == 1
    assert [weight for weight, _kind, _keys in ways("fuer")].count(0.85) == 1


def test_a_compound_is_met_by_its_parts_and_by_others_whose_head_means_the_same():
    assert ways("quittenmarkt")[4:] == [
        (0.42, "synonym", (either("messe_quitten", "boerse_quitten"),)),
        (0.5, "teil", (either("quitten"), either("markt"))),
        (0.36, "synonym", (either("quitten"), either("markt", "messe", "boerse"))),
    ]


def test_parts_that_say_little_are_worth_less():
    parts = (either("sprechen"), either("foerdern"))
    assert [way for way in ways("sprachfoerderung") if way[2] == parts] == [(0.35, "teil", parts)]


def test_who_reads_need_not_call_it_an_offer():
    assert (0.35, "teil", (either("lesen"),)) in ways("leseangebote")
    assert (0.35, "teil", (either("seife"), either("kiste"))) in ways("seifenkistenkurs")
    assert (0.35, "teil", (either("quitten"),)) not in ways("quittenmarkt")


def test_parts_of_what_has_other_names_are_worth_less_than_these():
    known = Thesaurus([("Quittenmarkt", ["Ziegenfest"])])
    weights = [weight for weight, _kind, keys in ways("quittenmarkt", known) if len(keys) == 2]
    assert weights == [0.42, 0.36]


def test_a_part_is_met_by_what_it_is_called_elsewhere():
    known = Thesaurus([("Ziege", ["Bergquitte"])])
    [widened] = [keys for weight, _kind, keys in ways("ziegenmarkt", known) if weight == 0.36]
    assert widened == (either("ziege", "bergquitt"), either("markt", "messe", "boerse"))


def test_with_a_head_that_has_no_other_name_only_the_first_part_is_met_otherwise():
    known = Thesaurus([("Ziege", ["Bergquitte"])])
    assert ways("ziegenball", known)[4:] == [
        (0.5, "teil", (either("ziege"), either("ball"))),
        (0.35, "synonym", (either("ziege", "bergquitt"), either("ball"))),
    ]
    assert [
        round(weight, 3) for weight, _kind, keys in ways("ziegenfoerderung", known) if len(keys) == 2
    ] == [0.35, 0.245]


def test_the_first_parts_together_are_met_by_what_they_are_called_elsewhere():
    known = Thesaurus([("Quittenbaum", ["Ziegenobst"])])
    [widened] = [keys for weight, _kind, keys in ways("quittenbaummarkt", known) if weight == 0.36]
    assert widened == (either("baum_quitten", "obst_ziege"), either("markt", "messe", "boerse"))


def test_a_hyphenated_word_is_met_by_its_pieces_wherever_they_stand():
    assert list(of_hyphenated("kinderuni", ("kinder", "uni"))) == [
        Alternative(1.0, (("kinderuni",),), "exakt"),
        Alternative(0.8, (("r_kind_uni",),), "stamm"),
        Alternative(0.8, (("kinder", "kind", "r_kind", "p_kind"), ("uni", "r_uni", "p_uni")), "stamm"),
    ]


@pytest.mark.parametrize(
    ("signature", "found"),
    [
        (("ziege",), [(0.5, (either("ziege"),))]),
        (("garten", "ziege"), [(0.3, (either("garten"), either("ziege")))]),
        (("garten", "ohne", "ziege"), [(0.3, (either("garten"), either("ziege")))]),
        (("kind", "unter", "3"), [(0.5, (("m_kind_unter_3",),)), (0.3, (either("kind"), either("3")))]),
    ],
)
def test_a_synonym_of_several_words_is_met_where_they_stand_together(signature, found):
    alternatives = list(of_synonyms([Synonym("Wort", signature, 0.5)]))
    assert {(one.kind, one.via) for one in alternatives} == {("synonym", "Wort")}
    assert [(one.weight, one.keys) for one in alternatives] == found


def test_words_that_tell_little_are_met_only_together():
    assert list(of_synonyms([Synonym("Menschen ohne Ziege", ("mensch", "ohne", "ziege"), 0.5)])) == []


def test_a_synonym_that_denies_is_no_list_of_words():
    assert list(of_synonyms([Synonym("nicht Ziege im Garten", ("nicht", "ziege", "garten"), 0.5)])) == []


def test_parts_that_say_something_by_themselves():
    assert telling_parts(analyse("leseangebote")) == [(0.2, "lesen")]
    assert telling_parts(analyse("seifenkistenkurs")) == [
        (0.2, "seife"),
        (0.2, "kiste"),
        (0.3, "kiste_seife"),
        (0.3, "kiste_kurs"),
    ]
    assert telling_parts(analyse("schach")) == []


def test_parts_of_a_word_that_is_one_in_meaning():
    assert parts_of("mehrgenerationenhaus") == ["generation", "haus"]
    assert parts_of("haus") == []


def test_the_compound_of_two_words_is_the_same_either_way():
    assert compound_of("museum", "paedagogik") == compound_of("paedagogik", "museum") == "museum_paedagogik"


def test_the_best_of_equal_ways_stays_and_the_weakest_are_left_out():
    weak, strong = (Alternative(weight, (("a",),), "teil") for weight in (0.2, 0.7))
    assert best([weak, strong]) == best([strong, weak]) == (strong,)
    many = [Alternative(number / 100, ((f"a{number}",),), "teil") for number in range(60)]
    assert best(many) == tuple(many[: -MAX_ALTERNATIVES - 1 : -1])
