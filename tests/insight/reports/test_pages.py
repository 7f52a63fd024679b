"""The pages of reports: who may open them, what forms keep, what becomes public."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from insight.models import Chapter, CommitteeReport, ReportSetting
from insight.reports import releasing
from insight.reports.composing import compose
from insight.reports.tables import COLUMNS
from tests.factories import (
    ActorFactory,
    CommitteeReportFactory,
    MembershipFactory,
    NetworkFactory,
    ReportSettingFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ROLES = ["", *User.Role.values]
INSIDE = {User.Role.COORDINATION, User.Role.CURATION, User.Role.SYSTEM}


def as_role(role: str = User.Role.COORDINATION) -> Client:
    client = Client()
    if role:
        client.force_login(UserFactory(role=role))
    return client


def released(**changes) -> CommitteeReport:
    report = CommitteeReportFactory(**changes)
    seen = releasing.mark_of(compose(report, releasing.public_chapters(report)))
    return releasing.release(report, seen=seen)


def landscape() -> None:
    network = NetworkFactory(name="Runde am Markt", status="aktiv", rhythm_text="wöchentlich")
    MembershipFactory(network=network, actor=ActorFactory(name="Haus am Markt"))
    UpdateFactory(
        network=network, date=date(2026, 8, 1), kind="hier-nicht-loesbar", text="Das kann nur das Land."
    )


# --- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_drafts_and_settings_are_for_koordination(role, settings) -> None:
    settings.STAFF_NEEDS_MFA = False
    client, draft, setting = (
        as_role(role),
        CommitteeReportFactory(title="Geheimer Entwurf"),
        ReportSettingFactory(),
    )
    ways = ["report", "edit_report", "release_report", "report_pdf", "report_csv"]
    addresses = [reverse(f"insight:{name}", args=[draft.pk]) for name in ways]
    addresses += [reverse("insight:new_report"), reverse("insight:report_setting", args=[setting.pk])]
    expected = 200 if role in INSIDE else 403 if role else 302
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, expected
    )
    refused = {403, 302} if not role else {403}
    for name in ("delete_report", "new_edition"):
        if role not in INSIDE:
            assert client.post(reverse(f"insight:{name}", args=[draft.pk])).status_code in refused
    if role not in INSIDE:
        address = reverse("insight:delete_report_setting", args=[setting.pk])
        assert client.post(address).status_code in refused
        assert (
            client.post(reverse("insight:release_report", args=[draft.pk]), {"is_meant": "on"}).status_code
            in refused
        )
        answer = client.get(reverse("insight:reports"))
        assert (answer.status_code, answer.url) == (302, "/berichte/")
    assert (CommitteeReport.objects.count(), ReportSetting.objects.count()) == (1, 1)
    assert not CommitteeReport.objects.get().is_released
    assert "Geheimer Entwurf" not in client.get("/berichte/").text


@pytest.mark.parametrize("role", ROLES)
def test_released_reports_are_for_everybody_and_drafts_have_no_public_address(role) -> None:
    landscape()
    report, draft, client = released(title="Bericht für alle"), CommitteeReportFactory(), as_role(role)
    address = f"/berichte/{report.pk}-bericht-fuer-alle/"
    assert report.get_absolute_url() == address
    assert "Bericht für alle" in client.get("/berichte/").text
    page = client.get(address)
    assert page.status_code == 200
    assert ("Neue Ausgabe beginnen" in page.text) is (role in INSIDE)
    paper = client.get(f"{address}bericht.pdf")
    assert (paper["Content-Type"], paper.content) == ("application/pdf", bytes(report.pdf))
    assert client.get(f"{address}zahlen.csv").status_code == 200
    for way in ("", "bericht.pdf", "zahlen.csv"):
        assert client.get(f"/berichte/{draft.pk}-{draft.slug}/{way}").status_code == 404
    assert client.get(f"/berichte/{report.pk}-anders/").url == address


def test_a_released_report_cannot_be_edited_deleted_or_released_again() -> None:
    landscape()
    report, client = released(), as_role()
    for name in ("edit_report", "release_report", "report_pdf", "report_csv"):
        assert client.get(reverse(f"insight:{name}", args=[report.pk])).status_code == 404
    for name in ("edit_report", "release_report", "delete_report"):
        assert client.post(reverse(f"insight:{name}", args=[report.pk])).status_code == 404
    assert client.get(reverse("insight:report", args=[report.pk])).url == report.get_absolute_url()


# --- from the choice to the draft ----------------------------------------------------------------------------------------


def new(client: Client, query: str = "", **changes):
    today = client.get("/einblick/bericht/neu/").context["form"]
    data = {
        "title": "Bildungsbericht",
        "period": next(iter(today.spans)),
        "chapters": ["wichtigstes", "bestand"],
        "rhythm": "",
    }
    return client.post(f"/einblick/bericht/neu/{query}", data | changes)


def test_a_draft_keeps_choice_period_and_chapters() -> None:
    client = as_role()
    answer = new(client, "?status=aktiv", period="eigener", first_day="2026-02-03", last_day="2026-05-06")
    draft = CommitteeReport.objects.get()
    assert answer.url == reverse("insight:report", args=[draft.pk])
    assert (draft.title, draft.scope) == ("Bildungsbericht, 3. Februar 2026 bis 6. Mai 2026", "status=aktiv")
    assert (draft.first_day, draft.last_day) == (date(2026, 2, 3), date(2026, 5, 6))
    assert draft.chapters == ["wichtigstes", "bestand"]
    assert ReportSetting.objects.count() == 0


def test_internal_chapters_are_not_chosen_by_themselves() -> None:
    chosen = as_role().get("/einblick/bericht/neu/").context["form"].initial["chapters"]
    assert chosen == [one.value for one in Chapter if one not in (Chapter.LOAD, Chapter.FRESHNESS)]


def test_a_setting_is_kept_with_the_draft_when_that_is_asked_for() -> None:
    new(as_role(), "?status=aktiv", rhythm="halbjahr")
    setting = ReportSetting.objects.get()
    assert (setting.title, setting.scope, setting.rhythm) == ("Bildungsbericht", "status=aktiv", "halbjahr")
    assert setting.reports.get() == CommitteeReport.objects.get()
    assert setting.drafted_to is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"chapters": []}, "chapters"),
        ({"chapters": ["x"]}, "chapters"),
        ({"period": "x"}, "period"),
        ({"period": "eigener"}, "first_day"),
        ({"period": "eigener", "first_day": "2026-05-01", "last_day": "2026-04-01"}, "last_day"),
        ({"period": "eigener", "first_day": "2026-05-01", "last_day": "9999-12-31"}, "last_day"),
        ({"title": "x" * 121}, "title"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(changes, field) -> None:
    answer = new(as_role(), **changes)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not CommitteeReport.objects.exists()


# --- texts ---------------------------------------------------------------------------------------------------------------


def edited(draft, client=None, **changes):
    data = {
        "title": draft.title,
        "first_day": draft.first_day.isoformat(),
        "last_day": draft.last_day.isoformat(),
        "chapters": draft.chapters,
        "version": draft.version,
    }
    return (client or as_role()).post(reverse("insight:edit_report", args=[draft.pk]), data | changes)


def test_texts_stand_in_the_draft_as_they_were_typed_and_not_as_markup() -> None:
    draft, client = CommitteeReportFactory(), as_role()
    text = "Erstens <b>fett</b>.\n\n- ein Punkt\n- noch einer"
    assert edited(draft, client, text_wichtigstes=text, text_termine="  ").status_code == 302
    assert CommitteeReport.objects.get().texts == {"wichtigstes": text}
    page = client.get(reverse("insight:report", args=[draft.pk])).text
    assert "Erstens &lt;b&gt;fett&lt;/b&gt;." in page
    assert "<li>noch einer</li>" in " ".join(page.split()).replace("<li> ", "<li>").replace(" </li>", "</li>")


def test_a_refused_form_keeps_what_was_written() -> None:
    draft = CommitteeReportFactory()
    answer = edited(draft, title="", text_bestand="Viel Arbeit steckt darin.")
    assert answer.status_code == 200
    assert "Viel Arbeit steckt darin." in answer.text
    assert CommitteeReport.objects.get().texts == {}


def test_nobody_overwrites_what_another_saved_meanwhile() -> None:
    draft, client = CommitteeReportFactory(), as_role()
    assert edited(draft, text_bestand="Von der ersten.").status_code == 302
    answer = edited(draft, client, text_bestand="Von der zweiten.")
    assert "Inzwischen hat jemand anderes" in answer.text
    assert "Von der zweiten." in answer.text
    assert CommitteeReport.objects.get().texts == {"bestand": "Von der ersten."}
    now = answer.context["form"]["version"].value()
    edited(draft, client, text_bestand="Von der zweiten.", version=now)
    assert CommitteeReport.objects.get().texts == {"bestand": "Von der zweiten."}


# --- releasing -----------------------------------------------------------------------------------------------------------


def test_the_release_shows_what_stays_inside_and_releases_what_was_shown() -> None:
    landscape()
    draft, client = CommitteeReportFactory(title="Bericht", chapters=[*Chapter.values]), as_role()
    address = reverse("insight:release_report", args=[draft.pk])
    page = client.get(address)
    assert "Diese Kapitel bleiben intern" in page.text
    assert "Haus am Markt" not in page.text
    assert "Das kann nur das Land." in page.text
    seen = page.context["form"]["seen"].value()

    refused = client.post(address, {"seen": seen})
    assert "is_meant" in refused.context["form"].errors

    again = client.post(address, {"seen": seen, "is_meant": "on", "also": ["auslastung"]})
    assert "sieht jetzt anders aus als eben" in again.text
    assert "Diese internen Kapitel würden öffentlich" in again.text
    assert "Haus am Markt" in again.text
    assert not CommitteeReport.objects.get().is_released

    assert client.post(address, {"seen": seen, "is_meant": "on"}).url == f"/berichte/{draft.pk}-bericht/"
    public = Client().get(f"/berichte/{draft.pk}-bericht/").text
    assert "Haus am Markt" not in public
    assert "Das kann nur das Land." in public


def test_another_edition_leads_from_the_old_one_to_the_new_one() -> None:
    landscape()
    report, client = released(title="Bericht"), as_role()
    answer = client.post(reverse("insight:new_edition", args=[report.pk]))
    draft = CommitteeReport.objects.drafts().get()
    assert answer.url == reverse("insight:report", args=[draft.pk])
    address = reverse("insight:release_report", args=[draft.pk])
    seen = client.get(address).context["form"]["seen"].value()
    assert client.post(address, {"seen": seen, "is_meant": "on"}).url.endswith("/bearbeiten/")
    edited(draft, client, change_note="Eine Zahl war falsch.")
    seen = client.get(address).context["form"]["seen"].value()
    new_address = client.post(address, {"seen": seen, "is_meant": "on"}).url
    old = Client().get(report.get_absolute_url()).text
    assert "Dieser Bericht ist ersetzt." in old
    assert new_address in old
    new_page = Client().get(new_address).text
    assert "Eine Zahl war falsch." in new_page
    assert report.get_absolute_url() in new_page
    listed = Client().get("/berichte/").text
    assert new_address in listed
    assert report.get_absolute_url() not in listed


# --- files, settings -----------------------------------------------------------------------------------------------------


def test_numbers_come_as_a_table_that_no_spreadsheet_takes_for_formulas() -> None:
    landscape()
    NetworkFactory(name="=HYPERLINK(1)", status="aktiv")
    draft = CommitteeReportFactory(chapters=["wichtigstes", "bestand", "termine", "aktualitaet"])
    answer = as_role().get(reverse("insight:report_csv", args=[draft.pk]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    assert ["", "Kennzahlen", "aktive Netzwerke", "netzwerke", "2"] in rows
    assert {len(row) for row in rows} == {5}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_draft_as_paper_has_its_title() -> None:
    answer = as_role().get(reverse("insight:report_pdf", args=[CommitteeReportFactory(title="Entwurf").pk]))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'inline; filename="entwurf-entwurf.pdf"'


def test_settings_are_changed_and_deleted_and_their_reports_stay() -> None:
    setting, client = ReportSettingFactory(scope="stadtteil=gibt-es-nicht"), as_role()
    report = CommitteeReportFactory(setting=setting)
    address = reverse("insight:report_setting", args=[setting.pk])
    assert "gibt-es-nicht" in client.get(address).text
    client.post(address, {"title": "Neu", "chapters": ["bestand"], "rhythm": "jahr"})
    setting.refresh_from_db()
    assert (setting.title, setting.chapters, setting.rhythm) == ("Neu", ["bestand"], "jahr")
    client.post(reverse("insight:delete_report_setting", args=[setting.pk]))
    report.refresh_from_db()
    assert report.setting is None


def test_the_list_asks_the_database_equally_often_for_one_and_for_three() -> None:
    landscape()
    client, counts = as_role(), []
    for _n in range(2):
        for _m in range(3 if counts else 1):
            CommitteeReportFactory(setting=ReportSettingFactory(owner=UserFactory()), owner=UserFactory())
            released()
        client.get("/einblick/bericht/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/einblick/bericht/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_portal_has_an_honest_report() -> None:
    draft = CommitteeReportFactory(chapters=[*Chapter.values])
    page = as_role().get(reverse("insight:report", args=[draft.pk]))
    assert page.status_code == 200
    assert "noch kein Netzwerk" in page.text
    assert "Noch kein Bericht ist freigegeben" in Client().get("/berichte/").text
