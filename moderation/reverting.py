"""Taking one change back, field by field: what somebody changed again since then stays as it is.

A revert is a change like any other: recorded, listed, and to be reverted itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import hanging
from moderation.changes import HistoryTrace, readable_fields
from moderation.models.comparison import Merging
from moderation.recent import Key, kinds, traces_of
from moderation.wording import NOTHING, wording

WILL = "wird"
IS = "ist"
NEWER = "neuer"
IMPOSSIBLE = "geht-nicht"
STATES: dict[str, str | Promise] = {
    WILL: gettext_lazy("wird zurückgenommen"),
    IS: gettext_lazy("steht schon so da"),
    NEWER: gettext_lazy("wurde seitdem geändert oder wird gebraucht und bleibt"),
    IMPOSSIBLE: gettext_lazy("lässt sich nicht zurücknehmen"),
}


NO_LONGER_FITS = gettext_lazy(
    "So wie damals passt es nicht mehr zu dem, was inzwischen im Verzeichnis steht."
)


@dataclass
class RevertLine:
    """One thing to take back. `now` and `then` are words; the rest says how it is done."""

    label: str
    now: str
    then: str
    state: str
    row: Any = None
    field: models.Field | None = None
    value: Any = None

    @property
    def state_label(self) -> str | Promise:
        return STATES[self.state]

    @property
    def will_change(self) -> bool:
        return self.state == WILL


@dataclass
class Plan:
    """What taking a change back would do to the entry as it is now. `refusal`: why nothing of it can be done; `merge`: the
    record to take back in its place, if the change was a merge."""

    entry: Any
    lines: list[RevertLine]
    refusal: str = ""
    merge: Any = None

    @property
    def is_possible(self) -> bool:
        return not self.refusal and any(line.will_change for line in self.lines)

    @property
    def can_be_archived(self) -> bool:
        """What to do with a new entry that should not be there."""
        return bool(self.refusal) and self.merge is None and self.entry.is_public

    @property
    def fingerprint(self) -> str:
        """Says whether the entry is still as it was when somebody agreed to this plan."""
        shown = "\x1f".join(
            f"{line.label}\x1e{line.now}\x1e{line.then}\x1e{line.state}" for line in self.lines
        )
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


def plan(key: Key) -> Plan | None:
    """None where there is no such change, or where the entry is gone."""
    entry = kinds()[key.kind]._base_manager.filter(pk=key.pk).first()
    traces = [trace for _key, trace in traces_of([key])]
    if entry is None or not traces:
        return None
    if (whole := _whole(entry, key, traces)) is not None:
        return whole
    found = Plan(entry, _lines(entry, traces))
    if found.is_possible:
        found.refusal = _tried(_lines(entry, traces))
    return found


def _lines(entry: Any, traces: list[HistoryTrace]) -> list[RevertLine]:
    lines = [line for link in traces if link.link is not None for line in _link_lines(entry, link)]
    for before, after, trace in _by_row(traces):
        lines += _row_lines(before, after, trace)
    return lines


def _whole(entry: Any, key: Key, traces: list[HistoryTrace]) -> Plan | None:
    """A change that is more than its fields: taking back single ones of them would leave half an entry behind."""
    for merge, label in _merges_in(type(entry), key):
        if label != "insert":
            return Plan(
                entry,
                [],
                _("Hier wurden zwei Einträge wieder getrennt. Sie lassen sich erneut zusammenführen."),
                merge,
            )
        if merge.undone_at:
            return Plan(entry, [], _("Diese Zusammenführung ist schon zurückgenommen."), merge)
        sentence = _(
            "Hier ging „%(name)s“ in diesem Eintrag auf. Das lässt sich als Ganzes zurücknehmen: Beide stehen dann wieder da."
        )
        return Plan(entry, [], sentence % {"name": merge.merged_name}, merge)
    labels = {trace.event.pgh_label for trace in traces if trace.owner is None and trace.link is None}
    if "insert" in labels:
        return Plan(entry, [], _("Hier wurde der Eintrag angelegt. Das lässt sich nicht zurücknehmen."))
    if "delete" in labels:
        return Plan(entry, [], _("Hier wurde der Eintrag gelöscht. Inzwischen steht er wieder da."))
    return None


def _merges_in(model: type[models.Model], key: Key) -> Iterator[tuple[Merging, str]]:
    for record in apps.get_models():
        if issubclass(record, Merging) and record._meta.get_field("kept").related_model is model:
            events = record.pgh_event_model.objects.filter(kept_id=key.pk, pgh_created_at=key.at)
            for event in events.order_by("pgh_id"):
                if merge := record._default_manager.filter(pk=event.pgh_obj_id).first():
                    yield merge, event.pgh_label


def _tried(lines: list[RevertLine]) -> str:
    """Why the database or a rule would refuse; empty if it works. Nothing is offered that fails afterwards."""
    try:
        with transaction.atomic():
            _apply([line for line in lines if line.will_change])
            transaction.set_rollback(True)
    except IntegrityError:
        return str(NO_LONGER_FITS)
    except ValidationError as error:
        return " ".join([str(NO_LONGER_FITS), *error.messages])
    return ""


@transaction.atomic
def revert(key: Key, fingerprint: str) -> Plan | None:
    """Take back what can be taken back; None and nothing done if the plan is another one by now.

    Raises ValidationError with a German sentence where it can't be taken back at all."""
    kinds()[key.kind]._base_manager.select_for_update().filter(pk=key.pk).first()
    found = plan(key)
    if found is not None and found.refusal:
        raise ValidationError(found.refusal)
    if found is None or found.fingerprint != fingerprint or not found.is_possible:
        return None
    try:
        with transaction.atomic():
            _apply([line for line in found.lines if line.will_change])
    except IntegrityError as error:
        raise ValidationError(NO_LONGER_FITS) from error
    return found


# --- what would change -----------------------------------------------------------------------------------------------


def _by_row(traces: list[HistoryTrace]) -> Iterator[tuple[Any, Any, HistoryTrace]]:
    """Each row as it was before the change and after it (None: not there), however often it was saved in between."""
    rows: dict[tuple[type, object], list[HistoryTrace]] = {}
    for trace in traces:
        if trace.link is None:
            rows.setdefault((type(trace.event), trace.event.pgh_obj_id), []).append(trace)
    for steps in rows.values():
        first, last = steps[0], steps[-1]
        is_new, is_gone = first.event.pgh_label == "insert", last.event.pgh_label == "delete"
        before = (
            None
            if is_new
            else (first.previous or (first.event if first.event.pgh_label == "delete" else None))
        )
        after = None if is_gone else last.event
        if before is not None or after is not None:
            yield before, after, last


def _row_lines(before: Any, after: Any, trace: HistoryTrace) -> Iterator[RevertLine]:
    model = trace.event.pgh_tracked_model
    row = model._base_manager.filter(pk=trace.event.pgh_obj_id).first()
    if trace.owner is None and (before is None or after is None):
        yield RevertLine(_("Eintrag"), "", "", IMPOSSIBLE)
    elif before is None:
        yield _line_of_new(row, after, trace)
    elif after is None:
        yield _line_of_gone(row, before, trace)
    else:
        for own in readable_fields(after):
            if getattr(before, own.attname) != getattr(after, own.attname):
                yield _line_of_field(row, own, before, after, trace)


def _line_of_new(row: Any, after: Any, trace: HistoryTrace) -> RevertLine:
    label = _name(trace)
    if row is None:
        return RevertLine(label, NOTHING, NOTHING, IS)
    is_untouched = all(
        getattr(row, own.attname) == getattr(after, own.attname) for own in readable_fields(after)
    )
    is_named = bool(
        hanging.hanging([row], lambda _model: False)
    )  # what names it would lose it without a word
    return RevertLine(label, str(row), NOTHING, WILL if is_untouched and not is_named else NEWER, row=row)


def _line_of_gone(row: Any, before: Any, trace: HistoryTrace) -> RevertLine:
    label = _name(trace)
    if row is not None:
        return RevertLine(label, str(row), str(row), IS)
    model = before.pgh_tracked_model
    values = {
        own.attname: getattr(before, own.attname)
        for own in model._meta.concrete_fields
        if not own.generated and hasattr(before, own.attname)
    }
    again = model(**values)
    owners = [own for own in model._meta.fields if own.is_relation]
    is_possible = all(_is_there(own, values.get(own.attname)) for own in owners)
    words = str(again) if is_possible else NOTHING
    return RevertLine(label, NOTHING, words, WILL if is_possible else IMPOSSIBLE, value=again)


def _line_of_field(row: Any, own: models.Field, before: Any, after: Any, trace: HistoryTrace) -> RevertLine:
    old, new = getattr(before, own.attname), getattr(after, own.attname)
    now = getattr(row, own.attname) if row is not None else None
    if row is None:
        state = IMPOSSIBLE
    elif now == old:
        state = IS
    elif now != new:
        state = NEWER
    else:
        state = WILL if not own.is_relation or _is_there(own, old) else IMPOSSIBLE
    label = str(own.verbose_name) if trace.owner is None else f"{_name(trace)}: {own.verbose_name}"
    return RevertLine(label, wording(own, now), wording(own, old), state, row=row, field=own, value=old)


def _link_lines(entry: Any, trace: HistoryTrace) -> Iterator[RevertLine]:
    link: Any = trace.link
    target = getattr(trace.event, f"{link.m2m_reverse_field_name()}_id")
    is_linked = getattr(entry, link.name).filter(pk=target).exists()
    was_added = trace.event.pgh_label == "insert"
    word = wording(link, [target])
    if is_linked != was_added:
        state = IS
    elif not was_added and not link.related_model._base_manager.filter(pk=target).exists():
        state = IMPOSSIBLE
    else:
        state = WILL
    now, then = (word, NOTHING) if was_added else (NOTHING, word)
    yield RevertLine(
        str(link.verbose_name), now if state != IS else then, then, state, entry, link, (target, was_added)
    )


def _is_there(own: models.Field, value: object) -> bool:
    return value is None or own.related_model._base_manager.filter(pk=value).exists()


def _name(trace: HistoryTrace) -> str:
    return str(trace.event.pgh_tracked_model._meta.verbose_name)


# --- doing it --------------------------------------------------------------------------------------------------------


def _apply(lines: list[RevertLine]) -> None:
    changed: dict[tuple[type, object], tuple[Any, set[str]]] = {}
    for line in lines:
        if isinstance(line.field, models.ManyToManyField):
            target, was_added = line.value
            links = getattr(line.row, line.field.name)
            links.remove(target) if was_added else links.add(target)
        elif line.field is not None:
            row, names = changed.setdefault((type(line.row), line.row.pk), (line.row, set()))
            setattr(row, line.field.attname, line.value)
            names.add(line.field.name)
        elif line.value is not None:
            line.value.save(force_insert=True)
        else:
            line.row.delete()
    for row, names in changed.values():
        others = {own.name for own in row._meta.fields} - names
        row.full_clean(exclude=others)
        row.save(update_fields=[*names, "changed_at"])
