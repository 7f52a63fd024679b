"""Who gets what at which address: every address of the project by every role, in one table.

An address that is missing in the table fails the test, and so does a line that fits no address any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from actors.models import DuplicateDecision as ActorDecision
from actors.recognition import merging as actor_merging
from insight.models import CountingRule, FindingNote
from mailing.models import JobRun, OutgoingMail
from moderation.models import Case, Draft
from networks.models import DuplicateDecision, Network
from networks.recognition import merging as network_merging
from portal.models import BarrierReport, Page
from tests import factories

pytestmark = pytest.mark.django_db

# 302 is the way to the login (or, for who is logged in already, away from it), 405 a page that only takes POST.
# The first line that fits counts. V: visitor, R: registered, C: Koordination, K: Kuration, S: Systemverwaltung
TABLE = """
                                              V   R   C   K   S
portal:home                                  200 200 200 200 200
portal:directory*                            200 200 200 200 200
portal:theme*                                200 200 200 200 200
portal:district*                             200 200 200 200 200
portal:commitments                           200 200 200 200 200
portal:meetings*                             200 200 200 200 200
portal:imprint                               200 200 200 200 200
portal:privacy                               200 200 200 200 200
portal:accessibility                         200 200 200 200 200
portal:plain_language                        200 200 200 200 200
portal:shortcuts                             200 200 200 200 200
portal:report_barrier                        200 200 200 200 200
portal:barrier_reported                      200 200 200 200 200
portal:processing                            302 403 403 200 200
portal:mine                                  302 200 200 200 200
portal:registration                          200 200 200 200 200
portal:registration_confirm                  410 410 410 410 410
portal:registration_continue                 410 410 410 410 410
portal:registration_later                    302 404 404 404 404
portal:registration_s*                       302 404 404 404 404
networks:list                                200 200 200 200 200
networks:csv                                 200 200 200 200 200
networks:markers                             200 200 200 200 200
networks:suggestions                         200 200 200 200 200
networks:detail                              200 200 200 200 200
networks:detail of a hidden entry            404 404 200 200 200
networks:similar                             200 200 200 200 200
networks:similar of a hidden entry           404 404 200 200 200
networks:report                              200 200 200 200 200
networks:report of a hidden entry            404 404 200 200 200
networks:claim                               302 200 200 200 200
networks:claim of a hidden entry             404 404 404 404 404
networks:update                              302 404 404 200 200
networks:update of a hidden entry            404 404 404 200 200
networks:join                                302 200 200 200 200
networks:join of a hidden entry              404 404 404 404 404
networks:leave                               302 404 404 404 404
networks:leave of a hidden entry             404 404 404 404 404
networks:end                                 302 404 404 200 200
networks:end of a hidden entry               404 404 404 200 200
networks:invite                              302 404 404 200 200
networks:invite of a hidden entry            404 404 404 200 200
networks:member                              302 404 404 404 404
networks:member of a hidden entry            404 404 404 404 404
networks:add_member_group                    302 404 404 200 200
networks:add_member_group of a hidden entry  404 404 404 200 200
networks:member_group                        302 404 404 404 404
networks:member_group of a hidden entry      404 404 404 404 404
networks:remind                              302 404 404 405 405
networks:remind of a hidden entry            404 404 404 405 405
networks:withdraw_invitation                 302 404 404 405 405
networks:withdraw_invitation of a hidden entry 404 404 404 405 405
networks:handover                            302 404 404 200 200
networks:handover of a hidden entry          404 404 404 200 200
networks:confirm                             302 404 404 405 405
networks:confirm of a hidden entry           404 404 404 405 405
networks:edit                                302 404 404 200 200
networks:edit of a hidden entry              404 404 404 200 200
networks:meeting                             200 200 200 200 200
networks:meeting of a hidden entry           404 404 404 404 404
networks:edit_meeting                        302 404 404 200 200
networks:edit_meeting of a hidden entry      404 404 404 404 404
networks:move_meeting                        302 404 404 200 200
networks:move_meeting of a hidden entry      404 404 404 404 404
networks:cancel_meeting                      302 404 404 200 200
networks:cancel_meeting of a hidden entry    404 404 404 404 404
networks:outcome                             302 404 404 404 404
networks:outcome of a hidden entry           404 404 404 404 404
networks:outcome_mails                       302 405 405 405 405
networks:decline_outcome_mails               404 404 404 404 404
networks:rhythm_answer                       200 200 200 200 200
networks:meetings                            200 200 200 200 200
networks:meetings of a hidden entry          404 404 200 200 200
networks:new_meeting                         302 404 404 200 200
networks:new_meeting of a hidden entry       404 404 404 200 200
networks:expected                            302 404 404 405 405
networks:expected of a hidden entry          404 404 404 405 405
networks:undo_meetings                       302 404 404 405 405
networks:undo_meetings of a hidden entry     404 404 404 405 405
networks:calendar                            200 200 200 200 200
networks:calendar of a hidden entry          404 404 200 200 200
networks:meetings_calendar                   200 200 200 200 200
networks:meeting_calendar                    200 200 200 200 200
networks:meeting_calendar of a hidden entry  404 404 404 404 404
networks:actor_calendar                      200 200 200 200 200
networks:actor_calendar of a hidden entry    404 404 200 200 200
networks:import_calendar                     302 404 404 200 200
networks:import_calendar of a hidden entry   404 404 404 200 200
networks:duplicates*                         302 403 200 200 200
networks:decide                              302 403 405 405 405
networks:undo_decision                       302 403 405 405 405
networks:merge                               302 403 403 404 404
networks:undo_merge                          302 403 403 405 405
networks:check                               200 200 200 200 200
insight:overview                             302 302 200 200 200
insight:take_back                            302 403 405 405 405
insight:lacking                              302 403 200 200 200
insight:load*                                302 403 200 200 200
insight:stock                                200 200 200 200 200
insight:gaps*                                200 200 200 200 200
insight:compare                              200 200 200 200 200
actors:list                                  200 200 200 200 200
actors:csv                                   200 200 200 200 200
actors:markers                               200 200 200 200 200
actors:suggestions                           200 200 200 200 200
actors:detail                                200 200 200 200 200
actors:detail of a hidden entry              404 404 200 200 200
actors:consent                               410 410 410 410 410
actors:report                                200 200 200 200 200
actors:report of a hidden entry              404 404 200 200 200
actors:claim                                 302 200 200 200 200
actors:claim of a hidden entry               404 404 404 404 404
actors:confirm                               302 404 404 405 405
actors:confirm of a hidden entry             404 404 404 405 405
actors:edit                                  302 404 404 200 200
actors:edit of a hidden entry                404 404 404 200 200
actors:duplicates*                           302 403 200 200 200
actors:decide                                302 403 405 405 405
actors:undo_decision                         302 403 405 405 405
actors:merge                                 302 403 403 404 404
actors:undo_merge                            302 403 403 405 405
moderation:queue                             302 403 403 200 200
moderation:freshness                         302 403 403 200 200
moderation:days                              302 403 403 200 200
moderation:searches                          302 403 403 200 200
moderation:confirm_entries                   410 410 410 410 410
moderation:changes                           302 403 403 200 200
moderation:changes_seen                      302 403 403 405 405
moderation:revert                            302 403 403 404 404
moderation:case                              302 403 403 200 200
moderation:answer                            404 404 404 404 404
moderation:correct                           404 404 404 404 404
moderation:claim_confirm                     410 410 410 410 410
moderation:request                           302 404 404 404 404
moderation:request_by_link                   404 404 404 404 404
accounts:delete                              302 302 302 302 302
accounts:factor                              302 302 302 302 302
accounts:activate_totp                       302 302 302 302 302
accounts:add_webauthn                        302 302 302 302 302
accounts:data*                               302 200 200 200 200
accounts:name                                302 200 200 200 200
insight:ties                                 200 200 200 200 200
insight:matrix_csv                           200 200 200 200 200
insight:graph_file                           200 200 200 200 200
insight:reports                              302 302 200 200 200
insight:new_report                           302 403 200 200 200
insight:report                               302 403 200 200 200
insight:edit_report                          302 403 200 200 200
insight:release_report                       302 403 200 200 200
insight:report_pdf                           302 403 200 200 200
insight:report_csv                           302 403 200 200 200
insight:report_setting                       302 403 200 200 200
insight:delete_report                        302 403 405 405 405
insight:new_edition                          302 403 405 405 405
insight:delete_report_setting                302 403 405 405 405
insight:released_reports                     200 200 200 200 200
insight:released_*                           404 404 404 404 404
following:searches                           302 200 200 200 200
following:new_search                         302 404 404 404 404
following:search                             302 404 404 404 404
following:shared_search                      404 404 404 404 404
following:*_search                           302 405 405 405 405
following:watches                            302 200 200 200 200
following:watch_network                      302 200 200 200 200
following:watch_network of a hidden entry    404 404 200 200 200
following:watch_*                            302 200 200 200 200
following:stop                               302 405 405 405 405
following:resume                             302 405 405 405 405
following:unsubscribe                        404 404 404 404 404
following:calendar                           302 200 200 200 200
following:own_calendar                       404 404 404 404 404
partners:find                                200 200 200 200 200
partners:requests                            302 200 200 200 200
partners:confirm                             410 410 410 410 410
partners:outcome                             410 410 410 410 410
partners:numbers                             302 403 200 200 200
partners:ask                                 200 200 200 200 200
partners:ask of a hidden entry               404 404 404 404 404
following:*_feed                             200 200 200 200 200
following:*_calendar                         200 200 200 200 200
account_login                                200 302 302 302 302
account_signup                               200 302 302 302 302
account_logout                               302 200 200 200 200
account_inactive                             200 200 200 200 200
account_reauthenticate                       302 200 200 200 200
account_email                                302 200 200 200 200
account_email_verification_sent              200 200 200 200 200
account_confirm_email                        200 200 200 200 200
account_change_password                      302 200 200 200 200
account_set_password                         302 302 302 302 302
account_reset_password*                      200 200 200 200 200
account_request_login_code                   200 302 302 302 302
account_confirm_login_code                   302 302 302 302 302
mfa_index                                    302 200 200 200 200
mfa_login_webauthn                           302 302 302 302 302
mfa_list_webauthn                            302 200 200 200 200
mfa_deactivate_totp                          302 404 404 404 404
mfa_view_recovery_codes                      302 404 404 404 404
mfa_download_recovery_codes                  302 404 404 404 404
mfa_*                                        302 302 302 302 302
openid_connect_*                             404 404 404 404 404
socialaccount_signup                         302 302 302 302 302
socialaccount_connections                    302 200 200 200 200
socialaccount_login_error                    401 401 401 401 401
socialaccount_*                              200 200 200 200 200
admin:login                                  302 403 302 302 302
admin:index                                  302 302 200 200 200
admin:logout                                 302 302 405 405 405
admin:password_change*                       302 302 200 200 200
admin:jsi18n                                 302 302 200 200 200
admin:autocomplete                           302 302 403 403 403
admin:view_on_site                           302 302 302 302 302
admin:app_list                               302 302 200 200 200
admin:accounts_user_*                        302 302 403 403 200
admin:auth_user_password_change              302 302 403 403 200
admin:mailing_outgoingmail_add               302 302 403 403 403
admin:mailing_outgoingmail_*                 302 302 403 403 200
admin:mailing_jobrun_add                     302 302 403 403 403
admin:mailing_jobrun_*                       302 302 403 403 200
admin:portal_barrierreport_add               302 302 403 403 403
admin:partners_partnerrequest_add            302 302 403 403 403
admin:partners_partnerrequest_*              302 302 403 200 200
admin:moderation_case_add                    302 302 403 403 403
admin:moderation_case_delete                 302 302 403 403 403
admin:networks_duplicatedecision_add         302 302 403 403 403
admin:networks_duplicatedecision_delete      302 302 403 403 403
admin:networks_merge_add                     302 302 403 403 403
admin:networks_merge_delete                  302 302 403 403 403
admin:actors_duplicatedecision_add           302 302 403 403 403
admin:actors_duplicatedecision_delete        302 302 403 403 403
admin:actors_merge_add                       302 302 403 403 403
admin:actors_merge_delete                    302 302 403 403 403
admin:actors_contactperson_change           302 302 302 200 200
admin:actors_contactperson_history          302 302 302 200 200
admin:moderation_case_*                       302 302 403 200 200
admin:portal_barrierreport_*                 302 302 403 200 200
admin:insight_countingrule_changelist        302 302 302 302 302
admin:insight_*_add                          302 302 403 403 403
admin:insight_*_delete                       302 302 403 403 403
admin:*_changelist                           302 302 200 200 200
admin:*_change                               302 302 200 200 200
admin:*_history                              302 302 403 200 200
admin:*_add                                  302 302 403 200 200
admin:*_delete                               302 302 403 200 200
admin:*_process_import                       302 302 405 405 405
admin:*_import                               302 302 403 200 200
admin:*_export                               302 302 403 200 200
"""

FIXED = {"kind": "netzwerk", "moment": 1, "step": "name", "file": "netzwerke.graphml"}


def lines() -> dict[str, tuple[int, ...]]:
    rows = {}
    for line in TABLE.strip().splitlines()[1:]:
        name, *statuses = re.split(r"\s{2,}|\s(?=\d{3}\b)", line.strip())
        rows[name] = tuple(int(status) for status in statuses)
    return rows


def names(
    resolver: URLResolver | None = None, spaces: tuple[str, ...] = (), before: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name of an address with the names of its arguments; unnamed ones only redirect to named ones."""
    for entry in (resolver or get_resolver()).url_patterns:
        arguments = (*before, *(entry.pattern.converters or entry.pattern.regex.groupindex))
        if isinstance(entry, URLResolver):
            yield from names(entry, (*spaces, entry.namespace) if entry.namespace else spaces, arguments)
        elif entry.name:
            yield ":".join((*spaces, entry.name)), arguments


@pytest.fixture
def records() -> dict[str, models.Model]:
    """One record of every model that an address may name, by the model's label; hidden ones apart."""
    made = [
        factory()
        for factory in vars(factories).values()
        if isinstance(factory, type)
        and issubclass(factory, factories.DjangoModelFactory)
        and not factory._meta.abstract
        and factory is not factories.MunicipalityFactory
    ]
    network = next(record for record in made if isinstance(record, Network))
    actor = next(record for record in made if isinstance(record, Actor))
    curator = factories.UserFactory(role=User.Role.CURATION)
    made += [
        factories.MeetingFactory(network=network),
        Case.objects.create(
            kind=Case.Kind.REPORT,
            content_type=ContentType.objects.get_for_model(network),
            object_id=network.pk,
        ),
        Draft.objects.create(kind="netzwerk", owner=factories.UserFactory()),  # somebody else's
        DuplicateDecision.objects.create(
            first=network, second=factories.NetworkFactory(), decision="verschieden"
        ),
        network_merging.merge(network, factories.NetworkFactory(), by=curator),
        ActorDecision.objects.create(first=actor, second=factories.ActorFactory()),
        actor_merging.merge(actor, factories.ActorFactory(), by=curator),
        Page.objects.get_or_create(slug=Page.Slug.IMPRINT, defaults={"body": "Text"})[0],
        BarrierReport.objects.create(text="Die Karte geht nicht mit der Tastatur."),
        OutgoingMail.objects.create(recipients=["a@example.org"], subject="Betreff", body="Text"),
        CountingRule.objects.create(pk=1),
        FindingNote.objects.create(key="auslastung:1", state="x", title="Zu viel", verdict="erledigt"),
        JobRun.objects.create(name="forget-job-runs", started_at=timezone.now(), ended_at=timezone.now()),
    ]
    return {record._meta.label_lower: record for record in made}


def address(
    name: str, arguments: list[str], records: dict[str, models.Model], *, hidden: bool = False
) -> str:
    """A real address for `name`."""
    room, _colon, rest = name.partition(":")
    by_slug = {
        "networks": "networks.network", "actors": "actors.actor", "insight": "insight.committeereport",
        "partners": "actors.actor",
    }  # fmt: skip
    by_slug_elsewhere = {
        "theme": "vocabulary.theme", "watch_theme": "vocabulary.theme", "district": "vocabulary.district",
        "watch_district": "vocabulary.district", "watch_network": "networks.network",
        "actor_calendar": "actors.actor",
    }  # fmt: skip
    values = {}
    for argument in arguments:
        match argument:
            case "slug":
                record = records[by_slug_elsewhere.get(rest) or by_slug[room]]
                values["slug"] = (
                    f"{record.slug}" if not hidden else records[f"hidden {record._meta.label_lower}"].slug
                )
            case "content_type_id":
                values[argument] = ContentType.objects.get_for_model(Network).pk
            case "object_id" if name == "admin:view_on_site":
                values[argument] = records["networks.network"].pk
            case "object_id" | "id":
                label = ".".join(rest.split("_")[:2]) if argument == "object_id" else "accounts.user"
                values[argument] = records[label].pk
            case "pk" if rest.startswith("registration"):
                values["pk"] = records["moderation.draft"].pk
            case "kind" | "moment" | "step" | "file":  # of a change that never was; of a draft; of the graph
                values[argument] = FIXED[argument]
            case "pk":
                known = {
                    "meeting": "networks.meeting", "edit_meeting": "networks.meeting",
                    "move_meeting": "networks.meeting", "cancel_meeting": "networks.meeting",
                    "outcome": "networks.meeting", "meeting_calendar": "networks.meeting",
                    "report_setting": "insight.reportsetting", "delete_report_setting": "insight.reportsetting",
                    "take_back": "insight.findingnote",
                }.get(rest) or {"moderation": "moderation.case", "insight": "insight.committeereport"}.get(room)  # fmt: skip
                values["pk"] = records[known].pk if known else 1
            case "app_label":
                values["app_label"] = "networks"
            case "token" | "key" | "uidb36" | "provider_id":
                values[argument] = "abc"
            case _:
                raise AssertionError(f"Teach this test what to put for {argument} in {name}")
    return reverse(name, kwargs=values)


def test_every_address_by_every_role_answers_as_the_table_says(records: dict[str, models.Model]) -> None:
    rows = lines()
    for factory in (factories.NetworkFactory, factories.ActorFactory):
        draft = factory(review_status="entwurf")
        records[f"hidden {draft._meta.label_lower}"] = draft
    clients = [Client(raise_request_exception=False) for _role in range(5)]
    for client, role in zip(clients[1:], User.Role, strict=True):
        client.force_login(factories.UserFactory(role=role))
    expected, got, missing, unused = {}, {}, [], set(rows)
    for name, arguments in names():
        cases = {name: False}
        if f"{name} of a hidden entry" in rows:
            cases[f"{name} of a hidden entry"] = True
        for case, hidden in cases.items():
            row = next((row for row in rows if fnmatchcase(case, row)), None)
            if row is None:
                missing.append(case)
                continue
            unused.discard(row)
            expected[case] = rows[row]
            url = address(name, arguments, records, hidden=hidden)
            got[case] = tuple(client.get(url).status_code for client in clients)
    assert missing == [], "Say in the table who may open these addresses"
    wrong = [
        f"{case}: table {expected[case]}, is {got[case]}" for case in expected if expected[case] != got[case]
    ]
    assert not wrong, "\n".join(wrong)
    assert unused == set(), "These lines fit no address"


@pytest.mark.parametrize("form", ["add", "change", "delete", "import", "changelist"])
@pytest.mark.parametrize("role", [None, User.Role.REGISTERED, User.Role.COORDINATION])
def test_nobody_below_the_curators_writes_in_the_admin(
    client: Client, records: dict[str, models.Model], form: str, role: str | None
) -> None:
    """By sending instead of looking: forms that a person never saw."""
    if role:
        client.force_login(factories.UserFactory(role=role))
    network = records["networks.network"]
    arguments = [network.pk] if form in {"change", "delete"} else []
    before = list(Network.objects.order_by("pk").values())
    data = {"name": "Übernommen", "post": "yes", "action": "archive", "_selected_action": [network.pk]}
    response = client.post(reverse(f"admin:networks_network_{form}", args=arguments), data)
    assert response.status_code in (
        {403, 200, 302} if (form, role) == ("changelist", User.Role.COORDINATION) else {302, 403}
    )
    assert list(Network.objects.order_by("pk").values()) == before


def test_only_the_system_administration_gives_roles(client: Client) -> None:
    curator = factories.UserFactory(role=User.Role.CURATION)
    client.force_login(curator)
    url = reverse("admin:accounts_user_change", args=[curator.pk])
    assert (
        client.post(url, {"role": User.Role.SYSTEM, "email": curator.email, "is_active": "on"}).status_code
        == 403
    )
    assert client.post(reverse("admin:auth_user_password_change", args=[curator.pk]), {}).status_code == 403
    curator.refresh_from_db()
    assert curator.role == User.Role.CURATION
