"""The import of a table into one model, as a django-import-export resource: the admin and the commands share it.

Differences from the library's own way, and why:
- A row is compared with the record before anything is written, links and children included, so that importing the
  same file again changes nothing and writes nothing.
- Records are read ahead in windows and words are looked up in memory: a file has 33,000 rows.
- The rules that are database constraints are left to the database; only a row that it refuses is asked for the
  German sentence (`full_clean` on every row would be seven queries each).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import copy
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, DataError, IntegrityError, models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export import resources
from import_export.results import RowResult

from exchange import cells
from exchange.asking import OddCells
from exchange.columns import TableColumn
from exchange.diffs import PlainDiff
from exchange.doubles import Doubles, WatchesDoubles
from exchange.errors import CellError, TableError
from exchange.identity import ADDRESS as ADDRESS_COLUMN
from exchange.identity import FindsRecords
from exchange.odd_places import AsksAboutPlaces, OddPlaces
from exchange.rings import RefusesRings
from exchange.windows import LINE, WINDOW, Key, WindowLoader
from exchange.words import Entries, nearest
from moderation.models import Moderated
from search.pages.tables import ONLY_IN_LISTS
from vocabulary.doubts import spoiled
from vocabulary.reserving import ADDRESS, is_taken

PROBLEM = "#problem"  # what is wrong with the row as a whole


class TableResource(FindsRecords, WatchesDoubles, RefusesRings, AsksAboutPlaces, resources.Resource):
    """Base of the resources of entries that have a kennung. Subclasses declare columns and `place_columns`.

    `status`: publication status of new entries. `progress`: called with (rows done, rows in all). `doubles`: what happens
    to new rows that look like existing entries; nobody looks without. `odd`: what happens to cells that look spoiled, `odd_places`: to coordinates that lie
    elsewhere."""

    class Meta:
        instance_loader_class = WindowLoader
        import_id_fields = ()
        use_transactions = True
        skip_unchanged = True
        report_skipped = False

    def __init__(
        self,
        *,
        status: str = Moderated.ReviewStatus.PUBLISHED,
        repeated: str = "error",
        progress: Callable[[int, int], None] | None = None,
        doubles: Doubles | None = None,
        odd: OddCells | None = None,
        odd_places: OddPlaces | None = None,
        notes: Counter[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.doubles, self.odd, self.odd_places = doubles, odd or OddCells(), odd_places or OddPlaces()
        self.status, self.repeated, self.progress = status, repeated, progress
        self.notes: Counter[str] = Counter() if notes is None else notes
        self.left_out = 0
        self.refused: list[tuple[dict[str, Any], ValidationError]] = []
        self.changed_columns: Counter[str] = Counter()
        self._announced: Counter[str] = Counter()
        self.taken: set[str] = set()  # addresses that new records can't get
        self._lines: dict[Key, int] = {}
        self._later: list[tuple[int, TableColumn, str, int]] = []
        self._row_later: list[tuple[TableColumn, str]] = []
        self._changes: list[tuple[TableColumn, Any]] = []
        self._row: dict[str, Any] = {}
        self._total = 0
        self._reset_rings()

    def hurry(self) -> None:
        """For long files: no list of what would change in each row (only the admin shows one), and no savepoint
        of the library around each row (`save_instance` has one of its own)."""
        self._meta: Any = copy(self._meta)
        self._meta.skip_diff = self._meta.use_bulk = True

    def get_diff_class(self) -> type[PlainDiff]:
        return PlainDiff

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls.Meta.model._meta.verbose_name_plural)

    def get_queryset(self) -> models.QuerySet:
        return self.with_related(self.Meta.model.objects.all())

    def init_instance(self, row: dict[str, Any] | None = None) -> models.Model:
        return self.Meta.model()

    # --- columns and cells --------------------------------------------------------------------------------------

    @property
    def headers(self) -> list[str]:
        return [column.column_name for column in self.get_import_fields()]

    @property
    def required_headers(self) -> list[str]:
        return [column.column_name for column in self.get_import_fields() if column.required]

    @cached_property
    def entries(self) -> Entries:
        return Entries(self.Meta.model)

    def cell(self, row: dict[str, str], column: str) -> str:
        """The text of a cell; what only marks an empty cell counts as empty."""
        value = row.get(column)
        text = value if isinstance(value, str) else cells.as_text(value)
        if not cells.is_guarded(text) and (reason := spoiled(text, in_file=True)):
            raise CellError(reason)
        said = cells.plain(text)
        if text and not said:
            word = cells.one_line(text)
            self.note(_("Spalte {column}: „{word}“ als leer gelesen.").format(column=column, word=word))
        return said

    def export_field(self, field: TableColumn, instance: models.Model, **kwargs: Any) -> str:
        return field.show(instance, self)

    def export(self, queryset: models.QuerySet | None = None, **kwargs: Any) -> Any:
        return super().export(None if queryset is None else self.with_related(queryset), **kwargs)

    def with_related(self, queryset: models.QuerySet) -> models.QuerySet:
        """With everything that the columns show."""
        return queryset

    def note(self, sentence: str) -> None:
        """Remember something the person should know although nothing is refused."""
        self.notes[sentence] += 1

    # --- before and after the rows ------------------------------------------------------------------------------

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        for remark in getattr(dataset, "remarks", list)():
            self.note(remark)
        self._check_headers(dataset.headers)
        with_later = [c.column_name for c in self.get_import_fields() if getattr(c, "later", False)]
        if set(with_later) & set(dataset.headers):
            self._announce(dataset)
        self._total, self._dataset = len(dataset), dataset
        if self.doubles:
            self.doubles.look(self, dataset)

    def _check_headers(self, headers: list[str]) -> None:
        """A table of changes by kennung may do without the columns that a new entry must have."""
        shown = [header for header in headers if header and header[0] != "#"]
        if set(ONLY_IN_LISTS) <= set(shown):
            raise TableError(
                _(
                    "Das ist eine Liste zum Ansehen: Sie enthält nur, was öffentlich ist, und Mitglieder gingen beim Einlesen "
                    "verloren. Bitte nehmen Sie den Export der Verwaltung."
                )
            )
        for header in self.required_headers:
            if header not in headers and "kennung" not in headers:
                raise TableError(
                    _("Die Spalte „{header}“ fehlt. {nearest} Gefunden: {found}.")
                    .format(
                        header=header,
                        nearest=nearest(header, [other for other in shown if other not in self.headers]),
                        found=", ".join(shown),
                    )
                    .replace("  ", " ")
                )
        for header in shown:
            if header not in self.headers:
                self.note(
                    _("Die Spalte „{header}“ ist hier unbekannt und wird nicht gelesen. {nearest}").format(
                        header=header, nearest=nearest(header, self.headers)
                    )
                )

    def _announce(self, dataset: Any) -> None:
        """Remember what the rows of the file are called: a reference may point further down."""
        named_by = {
            "kennung": "{}",
            "name": "{}",
            ADDRESS_COLUMN: self.Meta.model(slug="x").get_absolute_url()[:-2] + "{}/",
        }
        places = [
            (dataset.headers.index(name), form) for name, form in named_by.items() if name in dataset.headers
        ]
        for values in dataset:
            words = ((form, cells.one_line(cells.plain(values[n] or ""))) for n, form in places)
            self._announced.update({form.format(word) for form, word in words if word})

    def is_announced(self, word: str) -> bool:
        return word in self._announced

    def settle_later(self, column: TableColumn, word: str) -> None:
        self._row_later.append((column, word))

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Settle the references to rows further down, then see whether any leads in a ring."""
        for start in range(0, len(self._later), WINDOW):
            batch = self._later[start : start + WINDOW]
            records = self.Meta.model.objects.in_bulk({pk for pk, *_rest in batch})
            for pk, column, word, line in batch:
                self._settle(records[pk], column, word, line, result)

        self.refuse_rings(result)

    def _settle(self, record: models.Model, column: Any, word: str, line: int, result: Any) -> None:
        self.note_settled(record, column, word, line)
        try:
            column.settle(record, word, self)
            self.save_reference(record, column)
        except CellError as error:
            self.refuse_cell(line, column.column_name, word, str(error), result)

    def save_reference(self, record: models.Model, column: TableColumn) -> None:
        try:
            with transaction.atomic():
                record.save(update_fields=[*column.update_fields(), "changed_at"])
        except (IntegrityError, DataError) as refusal:
            raise CellError(" ".join(self._explained(record, refusal).messages)) from refusal

    def refuse_cell(self, line: int, column: str, word: str, reason: str, result: Any) -> None:
        """A row that was taken turns out to be wrong when all are in."""
        row, problem = {LINE: line, column: word}, ValidationError({column: [reason]})
        self.refused.append((row, problem))
        result.append_invalid_row(line, row, problem)

    # --- one row ------------------------------------------------------------------------------------------------

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        result = super().import_row(row, instance_loader, **kwargs)
        if result.validation_error:
            self.refused.append((row, result.validation_error))
        return result

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        row.setdefault(LINE, kwargs["row_number"] + 1)
        self._row = row
        self._row_later = []
        self._row_before = {}
        if row.get(PROBLEM):
            raise ValidationError(row[PROBLEM])

    def _is_left_out(self, row: dict[str, Any]) -> bool:
        """Whether the row says again what an earlier one said. Raises ValidationError where that is a mistake."""
        key = self.key_of(row)
        first = self._lines.setdefault(key, row[LINE])
        if first == row[LINE]:
            return False
        if self.repeated == "first":
            self.left_out += 1
            return True
        names = {1: _("Diese Kennung"), 3: _("Diese Portaladresse")}
        what = names.get(len(key), _("Derselbe Name am selben Ort"))
        raise ValidationError(_("{what} steht schon in Zeile {line}.").format(what=what, line=first))

    def import_instance(self, instance: models.Model, row: dict[str, Any], **kwargs: Any) -> None:
        """Read all cells, and remember the columns in which the row differs from the record."""
        self._changes = []
        if self._is_left_out(row) or self._was_merged(instance, row):
            return
        if self.is_double_left_out(row):
            self.left_out += 1
            return
        errors: dict[str, ValidationError] = {}
        for column in self._columns_for(instance, row):
            try:
                value = column.read(row, self)
                if column.is_unchanged(instance, value, self):
                    continue
                value = self.odd.settled(column, value, row, self)
            except CellError as error:
                errors[column.column_name] = ValidationError(str(error))
            else:
                if not column.is_unchanged(instance, value, self):
                    self._changes.append((column, value))
        try:
            self._changes = self.settle_place(instance, row, self._changes)
        except CellError as error:
            errors.setdefault(self._coordinates()[0].column_name, ValidationError(str(error)))
        if errors:
            raise ValidationError(errors)

    def _columns_for(self, instance: models.Model, row: dict[str, Any]) -> list[TableColumn]:
        """Columns that the file has, and those that a new entry must have."""
        columns = [
            column
            for column in self.get_import_fields()
            if column.column_name in row or (column.required and instance.pk is None)
        ]
        if self.is_update_of_double(row):
            columns = [column for column in columns if not self._keeps(instance, column, row)]
        return columns

    def changed_cells(self) -> dict[str, str]:
        """The cells of the present row that change something, by column."""
        names = (column.column_name for column, _value in self._changes)
        return {name: cells.one_line(cells.as_text(self._row.get(name))) for name in names}

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not self._changes and not import_validation_errors

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Write the plain fields into the (unsaved) record and check them, without asking the database."""
        errors = dict(import_validation_errors or {})
        if NON_FIELD_ERRORS in errors:  # the row as a whole is wrong: its cells were not read
            raise ValidationError(errors)
        for column, value in self._changes:
            try:
                self.note_change(instance, column)
                column.write(instance, value, self)
            except CellError as error:
                errors[column.column_name] = ValidationError(str(error))
        exclude = {f.name for f in instance._meta.get_fields() if f.is_relation} | {"slug", "sort_name"}
        try:
            instance.clean_fields(exclude=exclude)
            instance.clean()
        except ValidationError as error:
            for name, problems in self._by_column(error).items():
                errors.setdefault(name, problems)
        if errors:
            raise ValidationError(errors)

    def _by_column(self, error: ValidationError) -> dict[str, list[ValidationError]]:
        """Errors by column of the file instead of by field of the model."""
        if not hasattr(error, "error_dict"):
            return {NON_FIELD_ERRORS: error.error_list}
        columns = {column.attribute: column.column_name for column in self.get_import_fields()}
        return {
            columns.get(field, NON_FIELD_ERRORS): problems for field, problems in error.error_dict.items()
        }

    def save_instance(self, instance: Any, is_create: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Save the record and what belongs to it, or nothing of both."""
        if is_create:
            self._stamp_new(instance)
        try:
            try:
                with transaction.atomic():
                    self._write(instance, is_create=is_create)
            except IntegrityError as refusal:
                if not is_create or not is_taken(refusal, ADDRESS):
                    raise
                instance.slug = (
                    ""  # somebody took the address since the window was read: another one is chosen
                )
                with transaction.atomic():
                    self._write(instance, is_create=is_create)
        except (IntegrityError, DataError) as refusal:
            raise self._explained(instance, refusal) from refusal
        if "entries" in self.__dict__:
            self.entries.add(instance.pk, instance.kennung, instance.name, instance.slug)
        self.note_saved(instance, row, row[LINE])
        self._later += [(instance.pk, column, word, row[LINE]) for column, word in self._row_later]
        if not is_create:
            self.changed_columns.update(column.column_name for column, _value in self._changes)

    def _stamp_new(self, instance: Any) -> None:
        self.take_address(instance)
        if "review_status" not in {column.attribute for column, _value in self._changes}:
            instance.review_status = self.status
            instance.note_publication()

    def _write(self, instance: Any, *, is_create: bool) -> None:
        plain = [name for column, _value in self._changes for name in column.update_fields()]
        if is_create:
            instance.save(force_insert=True)
        else:
            instance.save(update_fields=[*plain, "changed_at"])
        for column, value in self._changes:
            column.write_links(instance, value, self)

    def _explained(self, instance: Any, refusal: DatabaseError) -> ValidationError:
        try:
            instance.full_clean(exclude={"slug"})
        except ValidationError as error:
            return ValidationError(self._by_column(error))
        return ValidationError(
            _("Die Datenbank lehnt die Zeile ab: {reason}").format(reason=str(refusal).split("\n", 1)[0])
        )

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Done by `save_instance`, so that a row is saved as a whole or not at all."""

    def after_import_row(self, row: Any, row_result: RowResult, **kwargs: Any) -> None:
        if self.progress and (kwargs["row_number"] % 100 == 0 or kwargs["row_number"] == self._total):
            self.progress(kwargs["row_number"], self._total)
