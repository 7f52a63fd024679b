"""Forms find their lemma, as a reader would; strangers are left whole."""

import pytest

from german.morphology import (
    ADJECTIVE,
    NOUN,
    UNKNOWN,
    VERB,
    Lemma,
    deverbal,
    infinitive,
    infinitive_stem,
    is_listed,
    lemma_of,
    participle_stem,
    readings,
    stem_unknown,
    unumlaut,
    verb_stem,
    without_infix,
)

NOUNS = """
Kind: kindes kinder kindern
Kurs: kurse kursen kurses
Garten: gaerten gaertner-
Zentrum: zentren
Praktikum: praktika
Lexikon: lexika
Firma: firmen
Lehrkraft: lehrkraefte
Schüler: schuelerin schuelerinnen
Arzt: aerzte aerztin aerztinnen
Schule: schul schulen
Unterstützung: unterstuetzungen
Bewohnerschaft: bewohnerschaft
Fachlichkeit: fachlichkeit
Aussteller: ausstellern
""".strip().splitlines()

VERBS = {
    "hilft": "helf",
    "gesucht": "such",
    "vermittelt": "vermittel",
    "vorlesende": "vorles",
    "beteiligte": "beteilig",
    "ausgebildet": "ausbild",
    "auszubilden": "ausbild",
    "beschaeftigter": "beschaeftig",
    "vorsitzender": "vorsitz",
}


@pytest.mark.parametrize("line", NOUNS)
def test_forms_of_a_noun_have_its_lemma(line):
    noun, forms = line.split(": ")
    expected = noun.lower().replace("ü", "ue")
    found = {form: lemma_of(form) for form in forms.split() if not form.endswith("-")}
    assert found == dict.fromkeys(found, Lemma(expected, NOUN))


@pytest.mark.parametrize(("form", "stem"), VERBS.items())
def test_forms_of_a_verb_have_its_stem(form, stem):
    assert lemma_of(form) == Lemma(stem, VERB)


@pytest.mark.parametrize(
    ("form", "adjective"),
    [("digitaler", "digital"), ("groessten", "gross"), ("aelteren", "alt"), ("freiwilligen", "freiwillig")],
)
def test_forms_of_an_adjective_have_its_lemma(form, adjective):
    assert lemma_of(form) == Lemma(adjective, ADJECTIVE)


def test_a_form_of_two_words_has_both_readings_and_the_likelier_one_first():
    assert readings("stellen") == (Lemma("stell", VERB), Lemma("stelle", NOUN))
    assert readings("forschen") == (Lemma("forsch", VERB), Lemma("forsch", ADJECTIVE))


def test_nobody_knows_a_word_that_does_not_exist():
    assert readings("xyzzyq") == ()
    assert lemma_of("xyzzyq") is None


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("gaerten", "garten"),
        ("laeufer", "laufer"),
        ("bauer", None),
        ("neue", None),
        ("quelle", None),
        ("haus", None),
    ],
)
def test_the_last_umlaut_is_undone_where_it_is_one(word, plain):
    assert unumlaut(word) == plain


@pytest.mark.parametrize(
    ("noun", "stem"),
    [
        ("beratung", "berat"),
        ("berater", "berat"),
        ("lehrling", "lehr"),
        ("integration", "integrier"),
        ("moderator", "moderier"),
        ("vermittlung", "vermittel"),
        ("haus", None),
        ("zeitung", None),
        ("station", None),
    ],
)
def test_nouns_made_of_verbs_name_the_verb(noun, stem):
    assert deverbal(noun) == stem


@pytest.mark.parametrize(
    ("stem", "word"),
    [
        ("les", "lesen"),
        ("foerder", "foerdern"),
        ("vermittel", "vermitteln"),
        ("klaer", "klaeren"),
        ("spiel", "spielen"),
        ("trauer", "trauern"),
        ("steuer", "steuern"),
        ("feier", "feiern"),
        ("studier", "studieren"),
        ("kreier", "kreieren"),
    ],
)
def test_stem_and_infinitive_lead_to_each_other(stem, word):
    assert (infinitive(stem), infinitive_stem(word)) == (word, stem)


def test_a_noun_in_en_is_no_infinitive():
    assert infinitive_stem("garten") is None


@pytest.mark.parametrize(
    ("form", "stem"), [("half", "helf"), ("gab", "geb"), ("versteh", "versteh"), ("xyz", None)]
)
def test_irregular_stems_are_those_of_their_infinitive(form, stem):
    assert verb_stem(form) == stem


@pytest.mark.parametrize(
    ("participle", "stem"),
    [("vorlesend", "vorles"), ("gefluechtet", "fluecht"), ("auszubildend", "ausbild"), ("studier", None)],
)
def test_participles_name_their_verb(participle, stem):
    assert participle_stem(participle) == stem


@pytest.mark.parametrize(
    ("stem", "infix", "bare"),
    [
        ("ausgebild", "ge", "ausbild"),
        ("gefluecht", "ge", "fluecht"),
        ("auszubild", "zu", "ausbild"),
        ("zug", "ge", "zug"),
        ("abgeb", "ge", "abgeb"),  # geben begins with it
    ],
)
def test_what_stands_between_prefix_and_verb_is_taken_out(stem, infix, bare):
    assert without_infix(stem, infix) == bare


def test_a_word_is_listed_when_it_stands_in_the_dictionary_itself():
    assert [word for word in ("schule", "fordern", "gut", "muller", "xyz") if is_listed(word)] == [
        "schule",
        "fordern",
        "gut",
    ]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("peters", "peter"),
        ("lukas", "lukas"),  # no s after a vowel: names end so
        ("jas", "jas"),
        ("2026", "2026"),
        ("kuenstlerinnen", "kuenstler"),
        ("bloggerungen", "bloggerung"),
        ("quastenflossern", "quastenflosser"),
    ],
)
def test_of_strangers_only_sure_endings_are_cut(word, stem):
    assert stem_unknown(word) == Lemma(stem, UNKNOWN)
