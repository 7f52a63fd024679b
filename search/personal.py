"""The index repeats what entries say, and follows them; nothing else about people stands in it."""

from __future__ import annotations

from accounts import privacy
from search.models import Entry, Word

privacy.content(Entry, Word)
