"""What the search keeps in the database: one row per directory entry, the words, and what has to be re-read.

No domain model is known here: an entry is `kind` plus `object_id`, and its source (see `search.sources`) can
make its document anew at any time. The rows are therefore never the only copy of anything."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vocabulary.days import keeps_to_known_days
from vocabulary.history import recorded


class Entry(models.Model):
    """One entry of the directory, prepared for finding, counting and showing.

    `terms` holds each lexeme once, behind a letter for the best place it stands in (`search.index.terms_of_entries`), in a GIN
    index: membership needs no recheck, as weights inside a tsvector would. `facets` holds `thema=sprachbildung`
    and, for who may see it, `@oeffentlich` or `@person=17`. Rows are small, ids are dense: they number the bits
    of the bitmaps in `search.index.postings`. A row whose object is gone stays, empty, so that other processes notice."""

    id = models.AutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    kennung = models.TextField(blank=True)
    name = models.TextField()
    sort_name = models.TextField(db_collation="C")
    name_words = models.SmallIntegerField(default=0)
    standing = models.SmallIntegerField(default=100)
    terms = ArrayField(models.TextField(db_collation="C"), default=list)
    facets = ArrayField(models.TextField(db_collation="C"), default=list)
    running_text = models.TextField(blank=True)
    passages = models.JSONField(default=list)
    card = models.JSONField(default=dict)
    confirmed_at = models.DateField(null=True)
    upcoming_at = models.DateTimeField(null=True)
    stale_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    digest = models.CharField(max_length=32)
    revision = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_object"),
            keeps_to_known_days(
                "confirmed_at", moments=("upcoming_at", "stale_at"), name="search_entry_days"
            ),
        ]
        indexes = [
            # Without a pending list: every look-up would have to read all of it.
            GinIndex(OpClass(F("terms"), "array_ops"), name="search_entry_terms", fastupdate=False),
            models.Index(fields=["sort_name", "id"], name="search_entry_sorted"),
            models.Index(fields=["revision"], name="search_entry_revision"),
            models.Index(
                fields=["stale_at"], name="search_entry_stale", condition=models.Q(stale_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Dirty(models.Model):
    """An object that changed since its entry was written; database triggers add rows in the same transaction.

    A log without a unique key: two editors must never wait for each other, or deadlock, over it."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "dirty"

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word as it stands in public entries or in the vocabulary: what a typing error can be corrected to."""

    id = models.AutoField(primary_key=True)
    word = models.TextField(unique=True, db_collation="C")
    shown = models.TextField()

    def __str__(self) -> str:
        return self.shown


class Posting(models.Model):
    """The entries with a common term as a serialised bitmap, as of `IndexState.snapshot`; see `search.index.snapshots`."""

    term = models.TextField(primary_key=True, db_collation="C")
    ids = models.BinaryField()

    def __str__(self) -> str:
        return self.term


class IndexState(models.Model):
    """One row. `epoch` changes when everything is to be read anew, `vocabulary` with every change of a term,
    `snapshot` is the revision of the postings; -1: there are none."""

    epoch = models.IntegerField(default=1)
    vocabulary = models.IntegerField(default=1)
    snapshot = models.BigIntegerField(default=-1, db_default=-1)

    class Meta:
        db_table = "search_state"  # the name it was made with; statements and triggers use it

    def __str__(self) -> str:
        return f"{self.epoch}/{self.vocabulary}"


LONGEST_WORDS = 100  # characters of a term


class VainSearch(models.Model):
    """Words that were searched for without a hit, how often, and when last; nothing of who did."""

    words = models.CharField(_("Wörter"), max_length=LONGEST_WORDS, unique=True)
    times = models.PositiveIntegerField(_("wie oft"), default=1)
    last_on = models.DateField(_("zuletzt am"), editable=False)

    class Meta:
        verbose_name = _("Suche ohne Treffer")
        verbose_name_plural = _("Suchen ohne Treffer")
        ordering = ["-times", "words"]
        constraints = [keeps_to_known_days("last_on", name="vain_search_days")]

    def __str__(self) -> str:
        return self.words


@recorded()
class CuratedSynonym(models.Model):
    """A word that people search for, and a term that finds what they mean. Used by the next search of every process."""

    word = models.CharField(_("gesuchtes Wort"), max_length=LONGEST_WORDS)
    meaning = models.CharField(_("findet auch"), max_length=LONGEST_WORDS)

    class Meta:
        verbose_name = _("Synonym der Suche")
        verbose_name_plural = _("Synonyme der Suche")
        ordering = ["word", "meaning"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "meaning"],
                name="curated_synonym_once",
                violation_error_message=_("Dieses Synonym gibt es schon."),
            ),
            models.CheckConstraint(
                condition=~Q(word="") & ~Q(meaning="") & ~Q(word=F("meaning")),
                name="curated_synonym_says_something",
                violation_error_message=_("Bitte ein anderes Wort angeben als das gesuchte."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.meaning}"
