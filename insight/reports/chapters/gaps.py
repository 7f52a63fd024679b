"""„Lücken“: where actors are and a network is missing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.coverage import CHECK_FROM, GAP_FROM, CellKind
from insight.reports.blocks import Block, Column, Heading, Paragraph, Table, TableCell, rows
from insight.reports.facts import Facts, Gap
from insight.reports.words import whole

MOST_ROWS = 12  # half a page of paper; the page of gaps has all
MOST_GROUPS = 6  # as many as anybody will look after


def gaps(facts: Facts) -> Iterator[Block]:
    yield from _fields(facts)
    yield from _groups(facts)
    yield Paragraph(
        _(
            "Wie groß der Bedarf ist, sagen diese Zahlen nicht. Sie zeigen, wo Akteure sind und eine Runde fehlt."
        ),
        is_note=True,
    )


def _fields(facts: Facts) -> Iterator[Block]:
    found = [*facts.gaps_of(CellKind.GAP), *facts.gaps_of(CellKind.CHECK)]
    if not found:
        yield Paragraph(_("In keinem Stadtteil fehlt nach diesen Zahlen zu einem Thema ein Netzwerk."))
        return
    yield Paragraph(
        _(
            "Ein Feld gilt als Lücke, wenn mindestens %(gap)s Akteure im Stadtteil ein Thema nennen, es dort kein Netzwerk gibt und "
            "keiner von ihnen in einem Netzwerk zum Thema sitzt. „Prüfen“ heißt: kein Netzwerk vor Ort, aber %(check)s oder "
            "mehr Akteure."
        )
        % {"gap": GAP_FROM, "check": CHECK_FROM}
    )
    around = _("Netzwerke für %(city)s") % {"city": facts.city} if facts.city else ""
    columns = [Column(_("Thema")), Column(_("Stadtteil")), Column(_("Akteure dort"), is_number=True)]
    columns += [Column(around, is_number=True)] if around else []
    columns.append(Column(_("Einschätzung")))
    lines = [_line(one, with_around=bool(around)) for one in found[:MOST_ROWS]]
    yield Table(_("Themen, zu denen in einem Stadtteil ein Netzwerk fehlt"), tuple(columns), rows(*lines))
    if (more := len(found) - MOST_ROWS) > 0:
        yield Paragraph(
            ngettext(
                "Ein weiteres Feld zeigt der Einblick.", "%(n)s weitere Felder zeigt der Einblick.", more
            )
            % {"n": more},
            is_note=True,
        )


def _line(gap: Gap, *, with_around: bool) -> list[str | TableCell]:
    is_gap = gap.cell.kind is CellKind.GAP
    found: list[str | TableCell] = [gap.theme, gap.place, whole(len(gap.cell.actors))]
    if with_around:
        found.append(whole(len(gap.cell.around)))
    return [
        *found,
        TableCell(_("Lücke"), mark="luecke") if is_gap else TableCell(_("prüfen"), mark="pruefen"),
    ]


def _groups(facts: Facts) -> Iterator[Block]:
    if not facts.rare_groups:
        return
    yield Heading(_("Zielgruppen mit wenigen Netzwerken"))
    yield Table(
        _("Zielgruppen nach der Zahl ihrer Netzwerke, die mit den wenigsten zuerst"),
        (
            Column(_("Zielgruppe")),
            Column(_("aktive Netzwerke"), is_number=True),
            Column(_("Akteure"), is_number=True),
        ),
        rows(
            *(
                (one.name, whole(len(one.cell.networks)), whole(len(one.cell.actors)))
                for one in facts.rare_groups[:MOST_GROUPS]
            )
        ),
    )
