import pytest
from django.core.exceptions import ValidationError

from tests.factories import DistrictFactory, MunicipalityFactory, ThemeFactory
from vocabulary.closed import synonyms_of
from vocabulary.models import District, Theme
from vocabulary.slugs import german_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Übergang Kita – Schule", "uebergang-kita-schule"),
        ("Sucht- und Gewaltprävention", "sucht-und-gewaltpraevention"),
        ("Straße & Öl", "strasse-oel"),
        ("§ 78", "78"),
        ("…", ""),
    ],
)
def test_german_slugs_spell_umlauts_out(text, slug):
    assert german_slug(text) == slug


def test_a_term_gets_its_slug_once(db):
    theme = ThemeFactory(name="Frühe Hilfen")
    theme.name = "Frühe Hilfen und Beratung"
    theme.save()
    assert theme.slug == "fruehe-hilfen"  # addresses of filters must not break


def test_terms_are_found_by_name_and_synonym_regardless_of_case(db):
    reading = ThemeFactory(name="Leseförderung", synonyms=["Vorlesen"])
    ThemeFactory(name="Vorlesewettbewerb")
    for word in ("leseförderung", "VORLESEN", " Vorlesen "):
        assert list(Theme.objects.named(word)) == [reading]


def test_a_second_quarter_of_a_name_gets_the_town_into_its_slug(db):
    first, second = MunicipalityFactory(name="Auenberg"), MunicipalityFactory(name="Bad Münster")
    slugs = [DistrictFactory(name="Altstadt", parent=town).slug for town in (first, second)]
    slugs += [
        DistrictFactory(
            name="Alt-Stadt", parent=first, slug=District.objects.free_slug("Altstadt", below=second)
        ).slug
    ]
    assert slugs == ["altstadt", "altstadt-bad-muenster", "altstadt-2"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"key": "0x1"}, "Der amtliche Schlüssel besteht aus 2 bis 12 Ziffern."),
        ({"key": "1"}, "Der amtliche Schlüssel besteht aus 2 bis 12 Ziffern."),
        ({"name": "Altstadt"}, "Ein Gebiet mit diesem Namen gibt es hier schon."),
        ({"key": "05515"}, "Diesen amtlichen Schlüssel trägt schon ein anderes Gebiet."),
    ],
)
def test_rules_of_districts_are_told_in_german(db, fields, sentence):
    DistrictFactory(name="Altstadt", key="05515")
    with pytest.raises(ValidationError) as refusal:
        District(**{"name": "Neustadt", "level": "stadtteil", **fields}).full_clean(exclude=["slug"])
    assert refusal.value.messages == [sentence]


def test_a_district_cannot_lie_in_itself(db):
    quarter = DistrictFactory()
    quarter.parent = quarter
    with pytest.raises(ValidationError, match="Ein Gebiet kann nicht in sich selbst liegen"):
        quarter.validate_constraints()


def test_synonyms_of_the_closed_lists_are_shipped():
    assert synonyms_of("verbindlichkeit")["vereinbart"] == ["Kooperationsvereinbarung"]
    assert list(synonyms_of("status")) == ["geplant", "aktiv", "ruhend", "beendet"]
