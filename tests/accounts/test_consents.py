"""What somebody agreed to can be looked up in the words of that day."""

from __future__ import annotations

import pytest

from accounts.consents import WORDINGS, Purpose, at_version, current, record
from tests.factories import UserFactory


@pytest.mark.parametrize("purpose", Purpose)
def test_each_purpose_has_a_sentence_and_the_newest_is_shown(purpose):
    versions = [wording.version for wording in WORDINGS if wording.purpose == purpose]
    assert versions == sorted(set(versions), reverse=True)
    assert current(purpose).version == versions[0]


def test_a_version_is_found_by_its_purpose_and_an_unknown_one_is_the_current():
    for wording in WORDINGS:
        assert at_version(wording.purpose, wording.version) == wording
    assert at_version(Purpose.CONTACT, "1999-01") == current(Purpose.CONTACT)


@pytest.mark.django_db
def test_of_whom_has_an_account_no_address_is_kept():
    user = UserFactory()
    kept = record(current(Purpose.ENTRY), user=user, email="n@example.org", about="x" * 400)
    assert (kept.user, kept.email, len(kept.about)) == (user, "", 300)
    assert (kept.version, kept.text) == (current(Purpose.ENTRY).version, str(current(Purpose.ENTRY).text))
    assert record(current(Purpose.ENTRY), email="n@example.org").email == "n@example.org"
