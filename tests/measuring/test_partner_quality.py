"""The figures of „Partner finden“ against a count by hand."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from measuring import partner_answers, partner_quality
from measuring.evaluation import Count
from measuring.partner_quality import EXACTLY, SECOND, LabelsError, NamedPartners, Situation

HALF = "gesehen"
ONE = Situation("1", HALF, "", (), (), (), (), (), "")
TWO = Situation("2", "zu", "", (), (), (), (), (), "bietet: Laptops")
BY = {
    "a": {"1": {"A": 2, "B": 1, "C": 2, "D": 1}, "2": {"A": 1}},
    "b": {"1": {"A": 1, "B": 1, "E": 2}, "2": {"A": 1}},
}


def test_only_whom_both_labelled_fits() -> None:
    assert partner_quality.truth(BY, "1") == {"A": EXACTLY, "B": SECOND}
    assert partner_quality.truth(BY, "3") == {}


def test_figures_of_one_answer() -> None:
    named = NamedPartners(exact=("A", "X"), second=("B", "Y", "Z", "Z2", "Z3", "late"))
    exact, second, both = partner_quality.figures([ONE], BY, lambda _one: named)
    assert exact.exactly == Count(1, 2)
    assert exact.fits == Count(1, 2)
    assert (exact.found_exactly, exact.found) == (Count(1, 1), Count(1, 2))
    assert second.fits == Count(1, 5)  # five are shown first
    assert both.found == Count(2, 2)
    assert both.exactly == Count(1, 7)


def test_kappa_is_that_of_the_textbook() -> None:
    """Fifty judged by two: 20 both yes, 15 both no, 5 and 10 differ. Seen .7, expected .5, so kappa is .4."""
    by = {
        "a": {"1": {f"yy{n}": 1 for n in range(20)} | {f"yn{n}": 1 for n in range(5)}},
        "b": {"1": {f"yy{n}": 1 for n in range(20)} | {f"ny{n}": 1 for n in range(10)}},
    }
    found = partner_quality.agreement(by, [ONE], {"1": 50})
    assert found["fits"] == pytest.approx(0.4)
    assert found["grades"] == pytest.approx(0.4)


def test_kappa_of_the_same_labels_is_one() -> None:
    assert (
        partner_quality.agreement({"a": BY["a"], "b": BY["a"]}, [ONE, TWO], {"1": 9, "2": 9})["grades"] == 1
    )


def test_halves_without_labels_are_not_reported() -> None:
    seen_only = {name: {"1": labels["1"]} for name, labels in BY.items()}
    rows = list(partner_quality.table([ONE, TWO], seen_only, {"x": lambda _one: NamedPartners(("A",))}))
    assert [row.split(" | ")[0] for row in rows[1:]] == ["| seen, fitted on"] * 3
    both = list(partner_quality.table([ONE, TWO], BY, {"x": lambda _one: NamedPartners(("A",))}))
    assert sum(row.startswith("| closed") for row in both) == 3


def test_further_labels_come_from_a_folder(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"labels_{name}.csv").write_text(
            "nummer;kennung;grad;grund\n2;A001;2;x\n", encoding="utf-8"
        )
    by = partner_quality.labels([partner_quality.FOLDER, tmp_path])
    assert by["a"]["2"] == {"A001": 2}
    assert by["b"]["1"]["A053"] == 2


def test_what_is_no_file_of_labels_is_said(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="lässt sich nicht lesen"):
        partner_quality.labels([tmp_path])
    for name in "ab":
        (tmp_path / f"labels_{name}.csv").write_text("a;b\n", encoding="utf-8")
    with pytest.raises(LabelsError, match="braucht die Spalten"):
        partner_quality.labels([tmp_path])


def test_the_shipped_situations_are_sixty_and_half_of_them_closed() -> None:
    asked = partner_quality.situations()
    assert len(asked) == 60
    assert {one.half for one in asked} == set(partner_quality.HALVES)
    assert all((int(one.number) % 2 == 1) == (one.half == HALF) for one in asked)
    assert TWO.is_offer and TWO.wish == "Laptops"


@pytest.mark.django_db
def test_without_the_demo_city_the_command_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="load_demo"):
        call_command("partner_quality", stdout=StringIO())


def test_of_those_shown_most_fit(auenberg) -> None:
    """The goals of the seen half: .8 of „passt genau“, .5 of the second look, far above what a filter names."""
    asked = [one for one in partner_quality.situations() if one.half == HALF]
    by = partner_quality.labels([partner_quality.FOLDER])
    exact, second, _both = partner_quality.figures(asked, by, partner_answers.of_page)
    assert exact.exactly.share >= 0.8
    assert second.fits.share >= 0.5
    assert exact.fits.of > len(asked)
    for beside in (partner_answers.same_theme, partner_answers.same_group):
        listed, _none, _all = partner_quality.figures(asked, by, beside)
        assert listed.fits.share < 0.3
