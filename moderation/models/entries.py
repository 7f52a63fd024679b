from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import IntegrityError, models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from moderation.permissions import may
from moderation.rings import refuse_ring
from vocabulary import reserving
from vocabulary.days import not_after_today
from vocabulary.lists import holds_words
from vocabulary.slugs import german_slug, stands_in_addresses

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

UNCONFIRMED_AFTER = timedelta(days=28)  # without an answer to the question and to the reminder 14 days later

# DIN 5007-1: umlauts sort like their base letters, ß like ss. The embedded server has no ICU collations.
SORT_AS_TWO = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
SORT_FROM = "ÄÀÁÂÃÅĀäàáâãåāÇčçćČĆÉÈÊËéèêëēĒÍÌÎÏíìîïīİıÑñńŃÖÓÒÔÕØöóòôõøōŌÜÚÙÛüúùûūŪÝýÿŽŠžšŁł"
SORT_TO = "aaaaaaaaaaaaaacccccceeeeeeeeeeiiiiiiiiiiinnnnoooooooooooooouuuuuuuuuuyyyzszsll"


def sort_key_of(name: str | Value) -> Func:
    """SQL expression: the folded sort key of a field's name or of a value (immutable: it can be a generated column)."""
    expression: Any = F(name) if isinstance(name, str) else name
    for letter, two in SORT_AS_TWO.items():
        expression = Func(expression, Value(letter), Value(two), function="replace")
    folded = Lower(Func(expression, Value(SORT_FROM), Value(SORT_TO), function="translate"))
    return Func(folded, Value("[^a-z0-9]+"), Value(" "), Value("g"), function="regexp_replace")


def count_version(*, derived: tuple[str, ...] = ()) -> pgtrigger.Trigger:
    """Trigger that counts changes of a row; generated columns (`derived`) can't be looked at before the write."""
    return pgtrigger.Trigger(
        name="count_version",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange(exclude=["version", "changed_at", *derived]),
        func="NEW.version = OLD.version + 1; RETURN NEW;",
    )


class Stamped(models.Model):
    """When a record came and changed. `version` counts changes inside the database, so that no writer can
    forget it; forms compare it to notice that somebody else saved in between."""

    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)
    version = models.PositiveIntegerField(_("Fassung"), default=1, editable=False)

    class Meta:
        abstract = True
        triggers = [count_version()]


class Identified(models.Model):
    """A stable identity: an external id, and an address that survives a rename."""

    kennung = models.CharField(
        _("Kennung"),
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        help_text=_(
            "Ihre eigene Nummer für diesen Eintrag, zum Beispiel A017. Bleibt bei Export und Import erhalten."
        ),
        error_messages={"unique": _("Diese Kennung trägt schon ein anderer Eintrag.")},
    )
    former_kennungen = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("frühere Kennungen"),
        default=list,
        blank=True,
        editable=False,
    )
    slug = models.SlugField(_("Adresse"), max_length=120, unique=True, editable=False)
    former_slugs = ArrayField(
        models.SlugField(max_length=120),
        verbose_name=_("frühere Adressen"),
        default=list,
        blank=True,
        editable=False,
    )
    sort_name = models.GeneratedField(
        expression=sort_key_of("name"),
        output_field=models.CharField(max_length=500),  # 250 letters, each as two
        db_persist=True,
        verbose_name=_("Sortiername"),
    )

    ring_fields: tuple[str, ...] = ()  # references to entries of the same kind that must not lead in a ring

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["former_slugs"], name="%(app_label)s_%(class)s_slugs")]
        constraints = [
            stands_in_addresses("%(app_label)s_%(class)s_slug"),
            holds_words(
                "former_slugs", "former_kennungen", "other_names", name="%(app_label)s_%(class)s_words"
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_%(class)s_has_name",
                violation_error_message=_("Bitte geben Sie einen Namen an."),
            ),
            models.CheckConstraint(
                condition=~Q(kennung=""),
                name="%(app_label)s_%(class)s_kennung_not_empty",
                violation_error_message=_("Die Kennung darf fehlen, aber nicht leer sein."),
            ),
        ]

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        super().validate_unique(exclude)
        reserving.refuse_taken(self, reserving.KENNUNG, exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the address in step with the name: the address is part of the identity of an entry.

        Of several who want the same address at the same moment, the later ones choose again."""
        self.kennung = self.kennung or None
        if not self._address_is_stale():
            return super().save(*args, **kwargs)
        previous, former = self.slug, self.former_slugs
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug", "former_slugs"}
        for left in range(reserving.TRIES - 1, -1, -1):
            self.slug = self._free_slug()
            self.former_slugs = [s for s in (*former, previous) if s and s != self.slug]
            try:
                with transaction.atomic(using=kwargs.get("using")):
                    return super().save(*args, **kwargs)
            except IntegrityError as error:
                if not left or not reserving.is_taken(error, reserving.ADDRESS):
                    raise
        return None

    def validate_constraints(self, exclude: set[str] | None = None) -> None:
        """With what no constraint of the database can look at."""
        super().validate_constraints(exclude=exclude)
        for name in self.ring_fields:
            if name not in (exclude or ()):
                refuse_ring(self, name)

    def _address_is_stale(self) -> bool:
        """Whether the name no longer leads to the slug; a numbered slug (name-2) still fits its name."""
        base = self.address_base()
        head, _dash, number = self.slug.rpartition("-")
        return self.slug != base and not (head == base and number.isdigit())

    def address_base(self) -> str:
        return german_slug(self.name)[:100].strip("-") or "eintrag"

    def _free_slug(self) -> str:
        base = self.address_base()
        return reserving.free_address(type(self), [base], base=base, own=self.pk)


class Moderated(models.Model):
    """Whether, by whose hand and since when an entry is public."""

    class ReviewStatus(models.TextChoices):
        DRAFT = "entwurf", _("Entwurf")
        SUBMITTED = "eingereicht", _("eingereicht, wartet auf Prüfung")
        PUBLISHED = "veroeffentlicht", _("veröffentlicht")
        REJECTED = "abgelehnt", _("abgelehnt")
        ARCHIVED = "archiviert", _("archiviert")

    review_status = models.CharField(
        _("Veröffentlichung"),
        max_length=16,
        choices=ReviewStatus,
        default=ReviewStatus.DRAFT,
        help_text=_("Nur veröffentlichte Einträge sind ohne Anmeldung zu sehen."),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingereicht von"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submitted_%(class)ss",
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Bearbeitende"),
        blank=True,
        related_name="edited_%(class)ss",
        help_text=_("Diese Personen dürfen den Eintrag ändern, ohne dass jemand zustimmen muss."),
    )
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True, editable=False)
    confirmed_at = models.DateField(
        _("Angaben zuletzt bestätigt"),
        null=True,
        blank=True,
        validators=[not_after_today],
        help_text=_("An diesem Tag hat zuletzt jemand geprüft, dass alles noch stimmt."),
    )

    second_look: tuple[str, ...] = ()  # fields of a published entry that editors don't change alone
    kind_word: str  # "netzwerk", "akteur": how addresses, settings and the search name the kind
    key_facts: tuple[str, ...] = ()  # fields that somebody who confirms the entry should look at

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.review_status == self.ReviewStatus.PUBLISHED

    def is_visible_to(self, user: User | AnonymousUser) -> bool:
        return may(user, Action.SEE, self)

    def is_editable_by(self, user: User | AnonymousUser) -> bool:
        return may(user, Action.EDIT, self)

    @property
    def has_editors(self) -> bool:
        return self.editors.exists()

    @property
    def address_on_record(self) -> str:
        """E-mail address at which the people behind a published entry are reached; empty if there is none."""
        return ""

    def is_of(self, user: User | AnonymousUser) -> bool:
        """Whether this person looks after the entry as it is stored, whatever her role."""
        return self.pk is not None and type(self).objects.of(user).filter(pk=self.pk).exists()

    def note_publication(self) -> None:
        """Remember when the entry first became public; call it before saving a changed `review_status`."""
        if self.is_public and self.published_at is None:
            self.published_at = timezone.now()

    def confirm(self, on: date) -> None:
        self.confirmed_at = on
        self.save(update_fields=["confirmed_at", "changed_at"])

    @property
    def confirmed_or_published_on(self) -> date:
        """The day from which the time until the next question counts. Mirrors `with_base_date`."""
        return self.confirmed_at or timezone.localdate(self.published_at or self.created_at)

    @property
    def confirm_again_on(self) -> date:
        return self.confirmed_or_published_on + settings.CONFIRM_EVERY[self.kind_word]

    @property
    def is_in_use(self) -> bool:
        """Whether it makes sense to keep the entry up to date. Mirrors `ModeratedQuerySet.in_use`."""
        return self.is_public

    @property
    def wants_confirmation(self) -> bool:
        return self.is_in_use and self.confirm_again_on <= timezone.localdate()

    @property
    def is_unconfirmed(self) -> bool:
        """Whether visitors should know that nobody confirmed the entry in time."""
        return self.is_in_use and self.confirm_again_on + UNCONFIRMED_AFTER < timezone.localdate()

    def caretakers(self) -> QuerySet[User]:
        """The people who may change the entry."""
        return self.editors.filter(is_active=True).order_by("pk")

    @property
    def address_for_questions(self) -> str:
        """Where we ask when nobody edits the entry; empty if there is no address."""
        return self.address_on_record

    def addresses_on_record(self) -> list[str]:
        """Every address at which people of this entry are reached, for curators to compare with."""
        found = [self.address_on_record, self.address_for_questions]
        return list(dict.fromkeys(address for address in found if address))

    def further_facts(self) -> list[tuple[str, str]]:
        """Label and words of what somebody who confirms the entry should look at beside `key_facts`; nothing that is not
        public."""
        return []

    def doubts(self) -> list[str]:
        """Sentences that say why the entry can hardly be right."""
        return []

    def hints_for_editors(self) -> list[str]:
        """Sentences that somebody who edits the entry should read."""
        return self.doubts()
