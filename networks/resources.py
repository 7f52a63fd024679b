"""Networks as table rows: the German columns of import and export."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import cached_property

import rhythm as rhythms
from actors.models import Actor
from duplicates.scoring import SAME
from exchange import cells
from exchange.columns import (
    ChoiceColumn,
    Choices,
    ChoiceWithDefault,
    Day,
    Links,
    LongText,
    OptionalText,
    TableColumn,
    TextList,
    WebAddress,
    WordColumn,
    WordList,
    YesNo,
)
from exchange.doubles import LikelyDouble
from exchange.entries import EntryResource
from exchange.errors import CellError
from exchange.identity import ADDRESS, FORMER, AddressColumn, FormerColumn, ReviewStatusColumn, SinceColumn
from exchange.references import EntryList, EntryOrText, EntryReference
from exchange.words import Entries, ListWords, words_of_terms
from networks.columns import CommitmentsColumn, CoordinatorColumn
from networks.columns_members import (
    FunctionsColumn,
    GroupsColumn,
    RepresentationColumn,
    TermsColumn,
    seats_of,
)
from networks.models import Meeting, Membership, Network
from networks.recognition import candidates
from networks.recognition.proposals import Proposals
from vocabulary.days import local_day, meeting_days
from vocabulary.models import MemberFunction, NetworkFormat, ResourceKind


class MembersColumn(Links):
    """Members of today in one or more roles, by kennung or exact name.

    Who is no longer in the cell leaves the network. Roles that the column does not speak of stay as they are."""

    def __init__(self, column_name: str, *, roles: Iterable[str], enter_as: str) -> None:
        super().__init__("memberships", column_name)
        self.roles, self.enter_as = frozenset(roles), enter_as

    def read(self, row: dict[str, str], resource: NetworkResource) -> frozenset[int]:
        """The members named in the cell, and who coordinates says the row, who are some in any case."""
        members = super().read(row, resource)
        if Membership.Role.COORDINATION not in self.roles or not row.get("koordination"):
            return members
        try:
            return members | set(resource.fields["coordinator"].read(row, resource))
        except CellError:  # told where it stands
            return members

    def parse(self, cell: str, resource: NetworkResource) -> frozenset[int]:
        return frozenset(resource.actors.the_one(word) for word in cells.parts(cell))

    def current(self, record: Network) -> frozenset[int]:
        return frozenset(m.actor_id for m in self._current(record))

    def _current(self, record: Network) -> list[Membership]:
        return [m for m in seats_of(record) if m.role in self.roles]

    def says_the_same(self, record: Network, value: frozenset[int]) -> bool:
        everybody = {m.actor_id for m in seats_of(record)}
        return value <= everybody and self.current(record) <= value

    def write_links(self, record: Network, value: frozenset[int], resource: NetworkResource) -> None:
        seats = list(
            Membership.objects.filter(network=record).current()
        )  # the coordinator may just have got one
        everybody = {m.actor_id for m in seats}
        for membership in seats:
            if membership.role in self.roles and membership.actor_id not in value:
                _leave(membership)
        new = [
            Membership(network=record, actor_id=pk, role=self.enter_as) for pk in sorted(value - everybody)
        ]
        Membership.objects.bulk_create(new)

    def show(self, record: Network, resource: NetworkResource) -> str:
        return cells.joined(resource.actors.reference(m.actor_id) for m in self._current(record))


def _leave(membership: Membership) -> None:
    """Yesterday was the last day; a membership that only began today never was."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if membership.since and membership.since <= yesterday:
        membership.until = yesterday
        membership.save(update_fields=["until", "changed_at"])
    else:
        membership.delete()


class WholeDay(date):
    """A day on which no time counts, whatever the rhythm says."""

    MARK = " ganztägig"


class NextMeetingColumn(Links):
    """A coming day, perhaps with a time. It is added to the meetings; none is taken away."""

    def __init__(self, column_name: str) -> None:
        super().__init__("meetings", column_name)

    def parse(self, cell: str, resource: Any) -> date | datetime | None:
        text = cells.one_line(cell)
        is_whole = text.endswith(WholeDay.MARK)
        moment = cells.read_date(text.removesuffix(WholeDay.MARK)) if is_whole else cells.read_moment(text)
        if moment is None:
            return None
        try:
            meeting_days(moment)
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error
        return WholeDay(moment.year, moment.month, moment.day) if is_whole else moment

    def says_the_same(self, record: Network, value: date | datetime | None) -> bool:
        if value is None:
            return True
        if record.pk is None:
            return False
        known = [timezone.localtime(m.start) for m in record.meetings.all()]
        if isinstance(value, datetime):
            here = timezone.make_aware(value).timestamp()
            return any(0 <= moment.timestamp() - here < 60 for moment in known)
        return value in {moment.date() for moment in known}

    def write_links(self, record: Network, value: date | datetime, resource: Any) -> None:
        """The time comes from the cell, else from the rhythm („jeden 2. Dienstag, 16 Uhr“), else it is open."""
        day = value.date() if isinstance(value, datetime) else value
        says_when = isinstance(value, datetime | WholeDay)
        start, end = (None, None) if says_when else _clock(record, day)
        is_open = start is None and not isinstance(value, datetime)
        Meeting.objects.create(
            network=record,
            start=timezone.make_aware(
                value if isinstance(value, datetime) else datetime.combine(day, start or datetime.min.time())
            ),
            end=rhythms.end_of(day, start, end) if start and end else None,
            is_all_day=is_open,
        )

    def show(self, record: Network, resource: Any) -> str:
        if record.pk is None:
            return ""
        coming = [m for m in record.meetings.all() if m.is_public and not m.is_over and not m.is_cancelled]
        if not coming:
            return ""
        start = coming[0].start
        if not coming[0].is_all_day:
            return cells.moment_as_text(start)
        day = local_day(start)
        return day.isoformat() + (WholeDay.MARK if _clock(record, day)[0] else "")


def _clock(network: Network, day: date) -> tuple[time | None, time | None]:
    rhythm = network.structured_rhythm
    return rhythm.clock_on(day) if rhythm else (None, None)


class NetworkResource(EntryResource):
    """The first twenty-two columns are those of the exchange format, the others are optional."""

    kennung = OptionalText("kennung")
    name = TableColumn("name", required=True)
    short_name = TableColumn("short_name", "kurzname")
    format = WordColumn("format", "format", words="formats", required=True)
    network_status = ChoiceWithDefault("status", "status")
    purpose = LongText("purpose", "zweck")
    occasion = TableColumn("occasion", "anlass")
    themes = WordList("themes", "themen", words="theme_words")
    target_groups = WordList("target_groups", "zielgruppen", words="target_group_words")
    life_phases = WordList("life_phases", "phasen", words="life_phase_words")
    districts_list = WordList("districts", "stadtteile", words="districts")
    character = Choices("character", "charakter")
    bindingness = ChoiceColumn("bindingness", "verbindlichkeit")
    openness = ChoiceColumn("openness", "offenheit")
    rhythm_text = TableColumn("rhythm_text", "rhythmus")
    next_meeting = NextMeetingColumn("naechster_termin")
    coordinator = CoordinatorColumn("coordinator", "koordination", entries="actors")
    members = MembersColumn(
        "mitglieder",
        roles=(Membership.Role.MEMBER, Membership.Role.COORDINATION),
        enter_as=Membership.Role.MEMBER,
    )
    begins_on = Day("begins_on", "beginn")
    ends_on = Day("ends_on", "ende")
    committee = EntryOrText("committee", "gremium", text="committee_name", entries="actors")
    website = WebAddress("website")
    guests = MembersColumn("gaeste", roles=(Membership.Role.GUEST,), enter_as=Membership.Role.GUEST)
    funders = MembersColumn("foerderung", roles=(Membership.Role.FUNDING,), enter_as=Membership.Role.FUNDING)
    moderators = MembersColumn(
        "moderation", roles=(Membership.Role.MODERATION,), enter_as=Membership.Role.MODERATION
    )
    functions_of_members = FunctionsColumn("memberships", "funktionen")
    terms = TermsColumn("memberships", "amtszeiten")
    representations = RepresentationColumn("memberships", "vertretung")
    member_groups = GroupsColumn("gruppen")
    tasks = CommitmentsColumn("aufgaben", of_resources=False)
    resources = CommitmentsColumn("ressourcen", of_resources=True)
    other_names = TextList("other_names", "weitere_namen")
    parent = EntryReference("parent", "gehoert_zu", entries="entries", later=True)
    goals = LongText("goals", "ziele")
    added_value = LongText("added_value", "mehrwert")
    how_to_join = LongText("how_to_join", "mitmachen")
    agreement_text = TableColumn("agreement_text", "vereinbarung")
    agreement_date = Day("agreement_date", "vereinbarung_vom")
    agreement_link = WebAddress("agreement_link", "vereinbarung_link")
    is_permanent = YesNo("is_permanent", "unbefristet")
    end_reason = TableColumn("end_reason", "grund_des_endes")
    successor = EntryReference("successor", "nachfolger", entries="entries", later=True)
    meeting_mode = ChoiceColumn("meeting_mode", "trifft_sich")
    between_meetings = LongText("between_meetings", "zwischen_den_treffen")
    planning_tie = LongText("planning_tie", "planungsbezug")
    planning_field = TableColumn("planning_field", "fachplanung")
    involved_units = EntryList("involved_units", "beteiligte_einheiten", words="actors")
    confirmed_at = Day("confirmed_at", "bestaetigt_am")
    review_status = ReviewStatusColumn("review_status", "veroeffentlichung", words="review_words")
    published_at = SinceColumn("published_at", "veroeffentlicht_am")
    slug = AddressColumn("slug", ADDRESS)
    former_slugs = FormerColumn("former_slugs", FORMER)
    former_kennungen = FormerColumn("former_kennungen", "fruehere_kennungen")

    class Meta(EntryResource.Meta):
        model = Network

    @cached_property
    def actors(self) -> Entries:
        return Entries(Actor)

    @cached_property
    def formats(self) -> ListWords[int]:
        return words_of_terms(NetworkFormat)

    @cached_property
    def functions(self) -> ListWords[int]:
        return words_of_terms(MemberFunction)

    @cached_property
    def resource_kinds(self) -> ListWords[int]:
        return words_of_terms(ResourceKind)

    @cached_property
    def proposals(self) -> Proposals:
        return Proposals()

    def alike(self, row: dict[str, str]) -> LikelyDouble | None:
        proposal = self.proposals.read({column: self._key_part(row, column) for column in self.headers})
        for match in candidates.find(proposal, exclude=self.gone, limit=1):
            if match.verdict == SAME:
                network = Network.objects.get(pk=match.existing.key)
                reasons = tuple(match.why.speaks_for)
                return LikelyDouble(
                    network.pk, network.name, network.kennung or "", network.get_absolute_url(), reasons
                )
        return None

    def with_related(self, queryset: models.QuerySet[Network]) -> models.QuerySet[Network]:
        seats = Membership.objects.select_related("actor")
        related = queryset.select_related("format", "coordinator", "committee", "parent", "successor")
        return related.prefetch_related(
            "themes", "target_groups", "life_phases", "districts", "involved_units", "meetings", "member_groups", "commitments",
            Prefetch("memberships", queryset=seats),
        )  # fmt: skip
