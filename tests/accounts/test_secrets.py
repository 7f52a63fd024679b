"""Secrets of the second factor can be read with the key they were written with, and after it was changed."""

from __future__ import annotations

import pytest

from accounts.secrets import UnreadableSecretError, decrypt, encrypt

OLD, NEW = (
    "an old key of at least fifty characters, so it says",
    "a new key of at least fifty characters, so it says",
)


def test_what_is_written_can_be_read_and_says_nothing_itself():
    written = encrypt("JBSWY3DP")
    assert "JBSWY3DP" not in written
    assert decrypt(written) == "JBSWY3DP"
    assert encrypt("JBSWY3DP") != written


def test_a_changed_key_reads_what_the_former_one_wrote(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    written = encrypt("JBSWY3DP")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert decrypt(written) == "JBSWY3DP"
    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(encrypt("JBSWY3DP")) == "JBSWY3DP"  # the new one writes
    with pytest.raises(UnreadableSecretError, match="SECRET_KEY_FALLBACKS"):
        decrypt(written)
