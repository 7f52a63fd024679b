"""What the rooms say about personal data is told in one order, and what is said wrongly does not start."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts import privacy, retention
from accounts.models import User
from accounts.privacy import NamingText, PersonalData

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def registries(monkeypatch):
    """What a test registers is gone after it."""
    for module, name in ((privacy, "TRACES"), (privacy, "LISTENERS"), (retention, "RULES")):
        monkeypatch.setattr(module, name, getattr(module, name).copy())


def trace(name: str, place: int = 50) -> PersonalData:
    return PersonalData(
        name,
        "Titel",
        "wozu",
        "was daraus wird",
        lambda user: [{"was": user.email}],
        {"was": "Was"},
        place=place,
    )


def test_traces_stand_in_the_order_in_which_people_read_them():
    privacy.register(trace("zzz", place=-2), trace("bbb", place=-1), trace("aaa", place=-1))
    assert [each.name for each in privacy.all_traces()][:3] == ["zzz", "aaa", "bbb"]


def test_two_rooms_cannot_call_their_traces_the_same():
    privacy.register(trace("konto_x"))
    privacy.register(trace("konto_x"))  # a module that is read twice says the same again
    foreign = replace(trace("konto_x"), rows=privacy.nothing)
    with pytest.raises(ValueError, match="konto_x"):
        privacy.register(foreign)


def test_who_listens_is_told_what_still_names_a_person():
    heard = []

    @privacy.when_others_name_her
    def listener(user, words, places):
        heard.append((user, words, places))

    user = User(email="n@example.org")
    privacy.LISTENERS[:] = [listener]
    privacy.tell_of(user, ["Eva Holm"], [NamingText(user, "email")])
    assert heard == [(user, ["Eva Holm"], [NamingText(user, "email")])]


def test_a_place_is_called_as_the_form_calls_its_field():
    assert NamingText(User(), "email").label == "E-Mail-Adresse"


def test_an_interval_is_that_of_the_settings(settings):
    settings.KEEP = {"mails": timedelta(days=90)}
    assert privacy.period("mails") == timedelta(days=90)
    with pytest.raises(KeyError):
        privacy.period("letters")


@pytest.mark.parametrize(("days", "wording", "dative"), [(1, "1 Tag", "1 Tag"), (90, "90 Tage", "90 Tagen")])
def test_a_rule_is_told_in_words(settings, days, wording, dative):
    settings.KEEP = {"mails": timedelta(days=days)}
    rule = retention.Rule("mails", "E-Mails")
    assert (rule.days, rule.wording, rule.in_dative) == (days, wording, dative)


@time_machine.travel(NOW, tick=False)
def test_what_deletes_is_asked_for_what_was_before_the_interval(settings):
    settings.KEEP = {"mails": timedelta(days=90)}
    asked = []

    @retention.deletes("mails", "E-Mails")
    def delete_old(before: datetime) -> int:
        """Its own words."""
        asked.append(before)
        return 3

    assert delete_old() == "3 gelöscht"
    assert asked == [NOW - timedelta(days=90)]
    assert delete_old.__doc__ == "Its own words."
    assert retention.RULES[f"{__name__}.delete_old"] == retention.Rule("mails", "E-Mails")


def test_an_interval_that_nobody_set_does_not_start(settings):
    settings.KEEP = {}
    with pytest.raises(KeyError):
        retention.deletes("mails", "E-Mails")
