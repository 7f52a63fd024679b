from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.roles import Action
from moderation.permissions import narrowed

if TYPE_CHECKING:
    from accounts.models import User


class ModeratedQuerySet(models.QuerySet):
    """The one visibility gate. `objects` is unfiltered; whatever reaches a person goes through `visible_to`."""

    def published(self) -> Self:
        return self.filter(review_status=self.model.ReviewStatus.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody sees what is published, submitters and editors also their own, Koordination everything."""
        return narrowed(self, user, Action.SEE)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        return narrowed(self, user, Action.EDIT)

    def of(self, user: User | AnonymousUser) -> Self:
        """The entries that this person looks after, whatever her role."""
        return self.filter(self.belonging_to(user)) if user.is_authenticated else self.none()

    def belonging_to(self, user: User) -> Q:
        """Who submitted an entry has it until it is published; from then on its editors do."""
        waiting = ~Q(review_status=self.model.ReviewStatus.PUBLISHED)
        edited = self.model._base_manager.filter(editors=user).values("pk")
        return Q(waiting, submitted_by=user) | Q(pk__in=edited)

    def publish(self) -> int:
        """Make entries public; returns how many were not. `published_at` stays the first time."""
        status = self.model.ReviewStatus.PUBLISHED
        now = timezone.now()
        return self.exclude(review_status=status).update(
            review_status=status, published_at=Coalesce("published_at", now), changed_at=now
        )

    def archive(self) -> int:
        """Take entries out of the public portal without deleting them; returns how many were still in use."""
        status = self.model.ReviewStatus.ARCHIVED
        return self.exclude(review_status=status).update(review_status=status, changed_at=timezone.now())

    def in_use(self) -> Self:
        """Entries that are worth keeping up to date. Mirrors `Moderated.is_in_use`."""
        return self.published()

    def with_base_date(self) -> Self:
        """Adds `base_date`, mirrors `Moderated.confirmed_or_published_on`."""
        came = TruncDate(Coalesce("published_at", "created_at"), tzinfo=timezone.get_current_timezone())
        return self.annotate(base_date=Coalesce("confirmed_at", came))

    def with_doubts(self) -> Self:
        """Reads at once what `Moderated.doubts` of each entry needs."""
        return self

    def may_be_doubtful(self) -> Q:
        """Which entries `Moderated.doubts` has to look at, after `with_doubts`; the others have none."""
        return Q(pk__in=[])

    def with_reach(self) -> Self:
        """Adds `can_be_asked`: whether somebody edits the entry or an address for questions is known."""
        raise NotImplementedError

    def confirm(self, on: date) -> int:
        """Note that everything was right on the day `on`; returns for how many entries that is news."""
        stale = self.filter(Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=on))
        return stale.update(confirmed_at=on, changed_at=timezone.now())


class IdentifiedQuerySet(models.QuerySet):
    def at_address(self, slug: str) -> Self:
        """The entry that is, or once was, at the address `slug`; the one that is there now comes first."""
        return self.filter(Q(slug=slug) | Q(former_slugs__contains=[slug])).order_by(
            models.Case(models.When(slug=slug, then=0), default=1)
        )


class CaseQuerySet(models.QuerySet):
    def open(self) -> Self:
        """What waits for a decision or for an answer, oldest first."""
        return self.exclude(state=self.model.State.DONE)

    def undecided(self) -> Self:
        """What waits for a decision, not for an answer: the number in the bars of portal and admin."""
        return self.filter(state=self.model.State.OPEN)

    def for_curation(self) -> Self:
        return self.filter(audience=self.model.Audience.CURATION)

    def for_editor(self, user: User | AnonymousUser) -> Self:
        """Requests that this person decides because she looks after the entry."""
        from moderation.models import Moderated  # it imports this module

        mine = Q(pk__in=[])
        for model in apps.get_models():
            if issubclass(model, Moderated):
                content_type = ContentType.objects.get_for_model(model)
                mine |= Q(content_type=content_type, object_id__in=model.objects.of(user).values("pk"))
        return self.filter(mine, audience=self.model.Audience.EDITORS)

    def about(self, entry: models.Model) -> Self:
        content_type = ContentType.objects.get_for_model(entry)
        return self.filter(content_type=content_type, object_id=entry.pk)


class DraftQuerySet(models.QuerySet):
    def unsubmitted(self) -> Self:
        return self.filter(submitted_at__isnull=True)

    def open_to(self, user: User | AnonymousUser) -> Self:
        """Mirrors `Draft.is_open_to`."""
        return self.filter(Q(owner__isnull=True) | Q(owner_id=user.pk))


class InquiryQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_at__isnull=True)

    def about(self, entry: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(entry), object_id=entry.pk)


class UndoableQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """What nobody took back."""
        return self.filter(undone_at__isnull=True)
