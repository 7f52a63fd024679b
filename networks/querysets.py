from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.roles import Action
from moderation.permissions import may
from moderation.querysets import IdentifiedQuerySet, ModeratedQuerySet
from vocabulary.days import start_of
from vocabulary.models import District

if TYPE_CHECKING:
    from accounts.models import User
    from actors.models import Actor


ASKED_FOR = timedelta(days=30)  # after a meeting: what came of an older one nobody remembers
NEAR = timedelta(days=6)  # an agreed meeting this near is the one that the rhythm expects


def _inside(networks: Any, user: User) -> Q:
    """What belongs to a network that this person edits, or in which an actor of hers is a member today."""
    edited, seated = networks.objects.editable_by(user), networks.objects.seating(user)
    return Q(network__in=edited) | Q(network__in=seated)


class NetworkQuerySet(ModeratedQuerySet, IdentifiedQuerySet):
    def active(self) -> Self:
        return self.filter(status=self.model.Status.ACTIVE)

    def belonging_to(self, user: User) -> Q:
        """Who edits a coordinating actor looks after the network, too, unless a curator left it out for her."""
        actors = self.model._meta.get_field("coordinator").related_model
        withheld = self.model.withheld.through.objects.filter(user=user).values("network")
        coordinated = self.coordinating(actors.objects.filter(editors=user)) & ~Q(pk__in=withheld)
        return super().belonging_to(user) | coordinated

    def coordinating(self, actors: models.QuerySet) -> Q:
        seats = self.model._meta.get_field("memberships").related_model.objects.coordinating()
        seats = seats.filter(actor__in=actors).values("network")
        return Q(coordinator__in=actors) | Q(pk__in=seats)

    def coordinated_by(self, actors: models.QuerySet) -> Self:
        """Those that one of these actors coordinates today. Mirrors `Network.coordinators`."""
        return self.filter(self.coordinating(actors))

    def seating(self, user: User | AnonymousUser) -> Self:
        """Those in which an actor of this person is a member today."""
        actors = self.model._meta.get_field("coordinator").related_model
        seats = self.model._meta.get_field("memberships").related_model.objects.current().confirmed()
        return self.filter(pk__in=seats.filter(actor__in=actors.objects.of(user)).values("network"))

    def with_actor(self, actor: Actor) -> Self:
        """Those in which an actor is a member today, or that it coordinates."""
        actors = type(actor).objects.filter(pk=actor.pk)
        seats = self.model._meta.get_field("memberships").related_model.objects.current().confirmed()
        return self.filter(Q(pk__in=seats.filter(actor=actor).values("network")) | self.coordinating(actors))

    def in_district(self, district: District) -> Self:
        """At work in the district or anywhere below it."""
        return self.filter(districts__in=district.descendants(include_self=True)).distinct()

    def with_next_meeting(self) -> Self:
        """Adds `next_meeting_start`: start of the next meeting that was not cancelled, or None."""
        upcoming = self.model._meta.get_field("meetings").related_model.objects.upcoming()
        return self.annotate(
            next_meeting_start=Subquery(upcoming.filter(network=OuterRef("pk")).values("start")[:1])
        )

    def without_next_meeting(self) -> Self:
        """At work, and nobody entered when they meet again."""
        upcoming = self.model._meta.get_field("meetings").related_model.objects.upcoming()
        return self.active().exclude(Exists(upcoming.order_by().filter(network=OuterRef("pk"))))

    def quiet_since(self, day: date) -> Self:
        """At work, and since `day` neither a meeting nor a Zwischenstand is known, nor did anybody confirm the entry."""
        meetings = self.model._meta.get_field("meetings").related_model.objects
        updates = self.model._meta.get_field("updates").related_model.objects
        met = meetings.filter(network=OuterRef("pk"), start__date__gte=day, is_cancelled=False)
        told = updates.filter(network=OuterRef("pk"), date__gte=day)
        silent = self.active().exclude(Exists(met)).exclude(Exists(told))
        return silent.filter(Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=day))

    def in_use(self) -> Self:
        """What has ended stays as it is."""
        return super().in_use().exclude(status=self.model.Status.ENDED)

    def with_doubts(self) -> Self:
        """Adds `last_meeting_start`, `next_meeting_start` and `last_told_on`, the day of the last Zwischenstand: what
        `networks.meetings.aliveness.of` reads."""
        past = self.model._meta.get_field("meetings").related_model.objects.past()
        told = self.model._meta.get_field("updates").related_model.objects.order_by("-date")
        return self.with_next_meeting().annotate(
            last_meeting_start=Subquery(past.filter(network=OuterRef("pk")).values("start")[:1]),
            last_told_on=Subquery(told.filter(network=OuterRef("pk")).values("date")[:1]),
        )

    def may_be_doubtful(self) -> Q:
        met = Q(last_meeting_start__isnull=False, next_meeting_start__isnull=True)
        return met & Q(status=self.model.Status.ACTIVE, rhythm__isnull=False)

    def with_reach(self) -> Self:
        """Mirrors `Network.caretakers` and `Network.address_for_questions`."""
        actors = self.model._meta.get_field("coordinator").related_model
        people = self.model._meta.get_field("contact").related_model.objects.publishable().exclude(email="")
        edits, edits_actor = self.model.editors.through.objects, actors.editors.through.objects
        withheld = self.model.withheld.through.objects.filter(network=OuterRef(OuterRef("pk"))).values("user")
        seats = self.model._meta.get_field("memberships").related_model.objects.coordinating()
        seated = seats.filter(network=OuterRef(OuterRef("pk"))).values("actor")
        coordinates = Q(actor=OuterRef("coordinator")) | Q(actor__in=seated)
        edits_actor = edits_actor.filter(coordinates, user__is_active=True)
        public = actors.objects.published()
        leading = public.filter(Q(pk=OuterRef("coordinator")) | Q(pk__in=seated))
        return self.annotate(
            can_be_asked=Exists(edits.filter(network=OuterRef("pk"), user__is_active=True))
            | Exists(edits_actor.exclude(user__in=withheld))
            | Exists(leading.exclude(email=""))
            | Exists(people.filter(pk=OuterRef("contact")))
            | Exists(people.filter(coordinates, actor__in=public))
        )


class MembershipQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Memberships of today. Mirrors `Membership.is_current`."""
        today = timezone.localdate()
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today)
        )

    def in_office(self) -> Self:
        """Whose role and function count today. Mirrors `Membership.is_in_office`."""
        today = timezone.localdate()
        return self.filter(
            Q(role_since__isnull=True) | Q(role_since__lte=today),
            Q(role_until__isnull=True) | Q(role_until__gte=today),
        )

    def coordinating(self) -> Self:
        """Seats whose actors coordinate today. Mirrors `Membership.is_coordinating`."""
        return self.current().confirmed().in_office().filter(role=self.model.Role.COORDINATION)

    def confirmed(self) -> Self:
        """Without those whom the network named and who have not answered. Mirrors `Membership.is_confirmed`."""
        return self.filter(state=self.model.State.CONFIRMED)

    def invited(self) -> Self:
        """Those whom the network named and who have not answered yet."""
        return self.filter(state=self.model.State.INVITED)

    def to_leave_by(self, user: User | AnonymousUser) -> Self:
        """Seats without an end of actors that this person edits; who coordinates hands that over first."""
        actors = self.model._meta.get_field("actor").related_model
        seats = self.current().confirmed().filter(actor__in=actors.objects.of(user), until__isnull=True)
        coordinated = Q(network__coordinator=models.F("actor"))
        return seats.exclude(coordinated & Q(network__coordinator__isnull=False)).select_related("actor")

    def open_to(self, user: User | AnonymousUser) -> Self:
        """Seats of which this person says what is taken on: who edits the network, of all; a member's own people, of theirs
        once it is confirmed."""
        networks = self.model._meta.get_field("network").related_model
        actors = self.model._meta.get_field("actor").related_model
        own = Q(actor__in=actors.objects.of(user), state=self.model.State.CONFIRMED)
        return self.current().filter(own | Q(network__in=networks.objects.editable_by(user)))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Both sides must be visible: neither a network nor an actor shows through the other."""
        networks = self.model._meta.get_field("network").related_model
        actors = self.model._meta.get_field("actor").related_model
        return self.filter(
            network__in=networks.objects.visible_to(user), actor__in=actors.objects.visible_to(user)
        )


class MemberGroupQuerySet(models.QuerySet):
    def head_count(self) -> int:
        """How many they are; a group that nobody counted is one."""
        return self.aggregate(count=Coalesce(Sum(Coalesce("number", 1)), 0))["count"]


class CommitmentQuerySet(models.QuerySet):
    def current(self) -> Self:
        """What has not run out, of actors that are members today."""
        networks = self.model._meta.get_field("network").related_model
        seats = networks._meta.get_field("memberships").related_model.objects.current().confirmed()
        seated = seats.filter(network=OuterRef("network"), actor=OuterRef("actor"))
        return self.filter(Exists(seated), Q(until__isnull=True) | Q(until__gte=timezone.localdate()))

    def tasks(self) -> Self:
        """Mirrors `Commitment.is_task`."""
        return self.filter(resource__isnull=True)

    def about(self, themes: models.QuerySet) -> Self:
        """What names one of these themes; of what names none, that of the networks that do."""
        networks = self.model._meta.get_field("network").related_model.objects.filter(themes__in=themes)
        return self.filter(
            Q(theme__in=themes) | Q(theme__isnull=True, network__in=networks.order_by().values("pk"))
        )

    def in_use(self) -> Self:
        """Of networks that have not ended."""
        return self.filter(
            network__in=self.model._meta.get_field("network").related_model.objects.in_use().order_by()
        )

    def ending(self, within: timedelta) -> Self:
        """What is promised today and will not be in this time."""
        today = timezone.localdate()
        return self.current().filter(until__range=(today, today + within))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones for everybody; the others for Koordination, for who edits the network, and for the members' people."""
        networks = self.model._meta.get_field("network").related_model
        actors = self.model._meta.get_field("actor").related_model
        visible = self.filter(
            network__in=networks.objects.visible_to(user), actor__in=actors.objects.visible_to(user)
        )
        if may(user, Action.READ_INTERNAL, networks):
            return visible
        if not user.is_authenticated:
            return visible.filter(is_public=True)
        return visible.filter(Q(is_public=True) | _inside(networks, user))


class MeetingQuerySet(models.QuerySet):
    def upcoming(self) -> Self:
        """Meetings still to come (or running) that take place, next first."""
        return self.filter(self._ends_after(), is_cancelled=False).order_by("start", "pk")

    def _ends_after(self) -> Q:
        """A day whose time is open lasts until midnight. Mirrors `Meeting.is_over`."""
        now, today = timezone.now(), start_of(timezone.localdate())
        is_today = Q(is_all_day=True) & (Q(start__gte=today) | Q(end__gte=today))
        return Q(start__gte=now) | Q(end__gte=now) | is_today

    def past(self) -> Self:
        is_today = Q(is_all_day=True, start__gte=start_of(timezone.localdate()))
        return self.filter(~is_today, start__lt=timezone.now(), is_cancelled=False).order_by("-start", "-pk")

    def to_ask_about(self) -> Self:
        """Those of the last 30 days, from the morning after, of which nobody has said yet what came of them: no Zwischenstand
        of the day or later. Earliest first."""
        today = start_of(timezone.localdate())
        updates = self.model._meta.get_field("updates").related_model.objects.order_by()
        told = updates.filter(network=OuterRef("network"), date__gte=OuterRef("day"))
        networks = self.model._meta.get_field("network").related_model.objects
        over = Q(start__lt=today) & (Q(end__isnull=True) | Q(end__lt=today))
        held = self.alias(day=TruncDate("start")).filter(
            over, start__gte=today - ASKED_FOR, is_cancelled=False
        )
        return held.filter(~Exists(told), network__in=networks.in_use()).order_by("start", "pk")

    def public(self) -> Self:
        """What everybody may know of, where the network is public. Mirrors `Meeting.is_public`."""
        return self.filter(visibility=self.model.Visibility.PUBLIC)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones; those for members for the members' people and Koordination, too; hidden ones only for who edits the
        network."""
        networks = self.model._meta.get_field("network").related_model
        return self.filter(network__in=networks.objects.visible_to(user)).readable_by(user)

    def readable_by(self, user: User | AnonymousUser) -> Self:
        """The same of networks of which is known that this person may see them; to ask again costs thousands of rows."""
        networks = self.model._meta.get_field("network").related_model
        kinds = self.model.Visibility
        if not user.is_authenticated:
            return self.public()
        shown = Q(visibility=kinds.PUBLIC) | Q(network__in=networks.objects.editable_by(user))
        if may(user, Action.READ_INTERNAL, networks):
            return self.filter(shown | Q(visibility=kinds.MEMBERS))
        return self.filter(shown | Q(visibility=kinds.MEMBERS, network__in=networks.objects.seating(user)))


class ExpectedMeetingQuerySet(models.QuerySet):
    def not_replaced_by(self, meetings: models.QuerySet) -> Self:
        """Without those near which one of these meetings is, one that was cancelled included: then the date was dropped."""
        near = meetings.order_by().filter(
            network=OuterRef("network"),
            start__gt=OuterRef("start") - NEAR,
            start__lt=OuterRef("start") + NEAR,
        )
        return self.filter(~Exists(near))


class UpdateQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones for everybody; the others for Koordination, for whoever edits the network, and for the members' people."""
        networks = self.model._meta.get_field("network").related_model
        visible = self.filter(network__in=networks.objects.visible_to(user))
        if may(user, Action.READ_INTERNAL, networks):
            return visible
        if not user.is_authenticated:
            return visible.filter(is_public=True)
        return visible.filter(Q(is_public=True) | _inside(networks, user))
