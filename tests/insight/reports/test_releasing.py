"""What is released never changes: not by the page, not by the data, not by SQL; it is replaced by another edition."""

import hashlib
import io
import json
from datetime import date

import pytest
from django.db import Error, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from pypdf import PdfReader

from accounts.erasure import erase
from accounts.models import User
from insight.models import Chapter, CommitteeReport, ReportSetting
from insight.reports import releasing
from insight.reports.composing import compose, former_of
from tests.factories import (
    ActorFactory,
    CommitteeReportFactory,
    MembershipFactory,
    NetworkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def landscape() -> None:
    network = NetworkFactory(name="Runde am Markt", status="aktiv", rhythm_text="wöchentlich")
    MembershipFactory(network=network, actor=ActorFactory(name="Haus am Markt"))


def seen(report, also=()) -> str:
    return releasing.mark_of(compose(report, releasing.public_chapters(report, also)))


def released(**changes) -> CommitteeReport:
    report = CommitteeReportFactory(**changes)
    return releasing.release(report, seen=seen(report))


def stored(report) -> tuple:
    one = CommitteeReport.objects.get(pk=report.pk)
    return one.title, one.texts, one.chapters, one.content, bytes(one.pdf), one.fingerprint, one.released_at


def test_it_keeps_content_and_paper_with_its_sum() -> None:
    landscape()
    report = released(title="Bericht", texts={"wichtigstes": "Mit Worten.", "auslastung": "Intern."})
    assert report.is_released
    assert report.fingerprint == hashlib.sha256(bytes(report.pdf)).hexdigest()
    assert report.content["title"] == "Bericht"
    paper = PdfReader(io.BytesIO(bytes(report.pdf)))
    assert paper.metadata.title == "Bericht"
    assert "Mit Worten." in "".join(page.extract_text() for page in paper.pages)


def test_internal_chapters_stay_out_with_their_texts_unless_that_is_said() -> None:
    landscape()
    texts = {"wichtigstes": "Öffentlich.", "auslastung": "Nur für uns."}
    every = {"chapters": [*Chapter.values], "texts": texts}
    report = released(**every)
    said = json.dumps([report.content, report.texts], ensure_ascii=False)
    assert not {"auslastung", "aktualitaet"} & set(report.chapters)
    assert "Haus am Markt" not in said
    assert "Nur für uns" not in said
    draft = CommitteeReportFactory(**every)
    also = [Chapter.LOAD]
    with_load = releasing.release(draft, seen=seen(draft, also), also=also)
    assert "Haus am Markt" in json.dumps(with_load.content)
    assert "Nur für uns." in json.dumps(with_load.content, ensure_ascii=False)
    assert "aktualitaet" not in with_load.chapters


def test_later_changes_of_the_data_change_nothing() -> None:
    landscape()
    report = released()
    before = stored(report)
    NetworkFactory(status="aktiv")
    ActorFactory()
    again = CommitteeReport.objects.get(pk=report.pk)
    assert compose(again) == before[3]
    assert stored(report) == before


@pytest.mark.parametrize(
    "change",
    [
        "title = 'Anders'",
        'texts = \'{"bestand": "x"}\'::jsonb',
        "content = '{}'::jsonb",
        "pdf = '\\x00'::bytea",
        "released_at = NULL, content = NULL, pdf = NULL",
        "released_at = released_at + interval '1 second'",
        "chapters = '{bestand}'",
        "scope = 'thema=x'",
        "first_day = '2020-01-01'",
        "edition = 1, change_note = 'x'",
        "version = version + 1",
        "created_at = created_at - interval '1 day'",
    ],
)
def test_sql_cannot_change_it(change) -> None:
    report = released(title="Bericht")
    before = stored(report)
    with pytest.raises(Error, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE insight_committeereport SET {change} WHERE id = %s", [report.pk])
    assert stored(report) == before


def test_sql_cannot_delete_it_and_a_draft_it_can() -> None:
    report, draft = released(), CommitteeReportFactory()
    with pytest.raises(Error, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM insight_committeereport WHERE id = %s", [report.pk])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insight_committeereport WHERE id = %s", [draft.pk])
    assert list(CommitteeReport.objects.values_list("pk", flat=True)) == [report.pk]


def test_neither_the_model_nor_the_queryset_can_change_it() -> None:
    report = released()
    report.title = "Anders"
    for write in (
        report.save,
        report.delete,
        CommitteeReport.objects.all().delete,
        lambda: CommitteeReport.objects.update(change_note="x"),
    ):
        with pytest.raises(Error, match="never changes"), transaction.atomic():
            write()


def test_nothing_is_half_released() -> None:
    draft = CommitteeReportFactory()
    for changes in ({"released_at": timezone.now()}, {"content": {}}, {"pdf": b"%PDF"}):
        with pytest.raises(Error, match="report_released_with_all"), transaction.atomic():
            CommitteeReport.objects.filter(pk=draft.pk).update(**changes)


def test_whoever_released_it_may_go_and_the_report_stays() -> None:
    owner = UserFactory(role=User.Role.COORDINATION, name="Erika Beispielhaft")
    setting = ReportSetting.objects.create(title="S", chapters=["bestand"], owner=owner)
    report = released(owner=owner, setting=setting, texts={"wichtigstes": "Erika Beispielhaft schrieb das."})
    draft = CommitteeReportFactory(owner=owner, texts={"wichtigstes": "Erika Beispielhaft schrieb das."})
    before = stored(report)
    setting.delete()
    erase(owner)
    assert stored(report) == before
    assert CommitteeReport.objects.get(pk=report.pk).owner is None
    assert "Erika" not in str(CommitteeReport.objects.get(pk=draft.pk).texts)


def test_what_is_confirmed_is_what_was_seen() -> None:
    report = CommitteeReportFactory(chapters=[*Chapter.values])
    mark = seen(report)
    NetworkFactory(status="aktiv")
    with pytest.raises(releasing.NotAsSeenError):
        releasing.release(report, seen=mark)
    with pytest.raises(releasing.NotAsSeenError):
        releasing.release(report, seen=seen(report), also=[Chapter.LOAD])
    mark = seen(report)
    CommitteeReport.objects.filter(pk=report.pk).update(title="Anders")  # after it was read
    with pytest.raises(releasing.NotAsSeenError):
        releasing.release(report, seen=mark)
    assert not CommitteeReport.objects.get(pk=report.pk).is_released


def test_two_clicks_release_once() -> None:
    report = CommitteeReportFactory()
    stale = CommitteeReport.objects.get(pk=report.pk)
    first = releasing.release(report, seen=seen(report))
    for copy in (stale, first):
        with pytest.raises(releasing.AlreadyReleasedError):
            releasing.release(copy, seen=seen(stale) if copy is stale else "")
    assert stored(first)[-1] == first.released_at


def test_another_edition_replaces_it_and_leaves_it() -> None:
    by = UserFactory()
    report = released(title="Bericht", texts={"wichtigstes": "Alt."})
    before = stored(report)
    draft = releasing.new_edition(report, by=by)
    assert releasing.new_edition(report, by=by) == draft
    assert (draft.edition, draft.replaces, draft.texts) == (2, report, report.texts)
    with pytest.raises(Error, match="report_says_what_changed"):
        releasing.release(draft, seen=seen(draft))
    CommitteeReport.objects.filter(pk=draft.pk).update(change_note="Zahl berichtigt.")
    draft = CommitteeReport.objects.get(pk=draft.pk)
    second = releasing.release(draft, seen=seen(draft))
    assert second.content["change_note"] == "Zahl berichtigt."
    assert stored(report) == before
    with pytest.raises((ProtectedError, Error)):
        report.delete()


def test_the_former_report_is_the_last_one_of_the_same_choice() -> None:
    quarters = [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ]
    first, second, third = ({"first_day": one, "last_day": last} for one, last in quarters)
    landscape()
    old, former = released(**first), released(title="Q2", **second)
    released(scope="thema=lesen", **second)
    CommitteeReportFactory(**second)
    draft = CommitteeReportFactory(**third)
    assert former_of(draft) == former
    assert former_of(former) == old
    assert former_of(old) is None
    NetworkFactory(status="aktiv")
    content = compose(draft)
    (table,) = [
        one
        for one in content["chapters"][0]["blocks"]
        if one["kind"] == "table" and one["caption"] == "Verglichen mit „Q2“"
    ]
    row = next(row for row in table["rows"] if row[0]["text"] == "aktive Netzwerke")
    assert [cell["text"] for cell in row[1:]] == ["1", "2", "+1"]
    edition = releasing.new_edition(former, by=UserFactory())
    CommitteeReport.objects.filter(pk=edition.pk).update(change_note="Neu.")
    edition = CommitteeReport.objects.get(pk=edition.pk)
    assert former_of(draft) == former  # as long as the new one is a draft
    second_edition = releasing.release(edition, seen=seen(edition))
    assert former_of(draft) == second_edition
