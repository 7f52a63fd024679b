import io

import pytest
from django.core.management import call_command

from tests.factories import ThemeFactory
from vocabulary.loading import SHIPPED, load_vocabulary
from vocabulary.models import (
    ActorKind,
    LifePhase,
    MemberFunction,
    NetworkFormat,
    ResourceKind,
    TargetGroup,
    Theme,
)

pytestmark = pytest.mark.django_db
HEADER = "liste;begriff;oberbegriff;synonyme\n"


@pytest.fixture
def shipped(tmp_path):
    """Write a vocabulary file and load it."""

    def load(*lines):
        path = tmp_path / "vokabular.csv"
        path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
        return load_vocabulary(path)

    return load


def test_the_shipped_lists_are_complete():
    report = load_vocabulary()
    rows = [line.split(";")[0] for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    names = {
        Theme: "thema",
        TargetGroup: "zielgruppe",
        LifePhase: "phase",
        ActorKind: "akteursart",
        NetworkFormat: "format",
        MemberFunction: "funktion",
        ResourceKind: "ressource",
    }
    counts = {model: model.objects.count() for model in names}
    assert counts == {model: rows.count(name) for model, name in names.items()}
    assert sum(counts.values()) == len(report.created)
    assert Theme.objects.get(name="Leseförderung").parent.name == "Sprachbildung"
    assert NetworkFormat.objects.get(name="Runder Tisch").synonyms == ["RT"]


def test_loading_twice_changes_nothing():
    load_vocabulary()
    before = list(Theme.pgh_event_model.objects.values_list("pgh_id", flat=True))
    report = load_vocabulary()
    assert (report.created, report.changed, report.kept) == ([], [], [])
    assert list(Theme.pgh_event_model.objects.values_list("pgh_id", flat=True)) == before


def test_a_new_version_updates_what_nobody_touched(shipped):
    shipped("thema;Lesen;;Vorlesen")
    report = shipped("thema;Sprache;;", "thema;Lesen;Sprache;Vorlesen|Bücher")
    theme = Theme.objects.get(name="Lesen")
    assert (report.created, report.changed, report.kept) == (["Sprache"], ["Lesen"], [])
    assert (theme.parent.name, theme.synonyms, theme.position) == ("Sprache", ["Vorlesen", "Bücher"], 1)


def test_what_a_curator_changed_is_never_overwritten(shipped):
    shipped("thema;Lesen;;Vorlesen")
    theme = Theme.objects.get()
    theme.name, theme.synonyms = "Leseförderung", ["Vorlesen", "Lesepaten"]
    theme.save()
    report = shipped("thema;Lesen;;Vorlesen|Bücher", "thema;Rechnen;;")
    theme.refresh_from_db()
    assert (theme.name, theme.synonyms) == ("Leseförderung", ["Vorlesen", "Lesepaten"])
    assert (report.created, report.kept) == (["Rechnen"], ["Leseförderung"])


def test_what_a_curator_deleted_stays_deleted(shipped):
    shipped("thema;Lesen;;", "thema;Rechnen;;")
    Theme.objects.get(name="Lesen").delete()
    assert shipped("thema;Lesen;;", "thema;Rechnen;;").created == []
    assert [theme.name for theme in Theme.objects.all()] == ["Rechnen"]


def test_a_term_of_the_curator_with_a_shipped_name_is_left_as_it_is(shipped):
    own = ThemeFactory(name="Lesen", synonyms=["Schmökern"])
    shipped("thema;Lesen;;Vorlesen")
    own.refresh_from_db()
    assert own.synonyms == ["Schmökern"]
    assert Theme.objects.count() == 1


def test_the_command_says_what_it_did():
    out = io.StringIO()
    call_command("load_vocabulary", stdout=out)
    assert out.getvalue() == "Vokabular: 136 neu, 0 aktualisiert, 0 von Hand geändert und darum unberührt.\n"
