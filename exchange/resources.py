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
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export import resources
from import_export.results import RowResult

from exchange import cells
from exchange.columns import Column
from exchange.diffs import PlainDiff
from exchange.doubles import Doubles, WatchesDoubles
from exchange.errors import CellError, TableError
from exchange.windows import LINE, WINDOW, Key, WindowLoader
from exchange.words import Entries, nearest
from moderation.models import Moderated
from vocabulary.reserving import ADDRESS, is_taken, reservations

PROBLEM = "#problem"  # what is wrong with the row as a whole


class TableResource(WatchesDoubles, resources.Resource):
    """Base of the resources of entries that have a kennung. Subclasses declare columns and `place_columns`.

    `status`: publication status of new entries. `progress`: called with (rows done, rows in all). `doubles`: what happens
    to new rows that look like existing entries; nobody looks without."""

    place_columns: tuple[str, ...] = ()  # columns that, with the name, tell entries without kennung apart

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
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.doubles = doubles
        self.status, self.repeated, self.progress = status, repeated, progress
        self.notes: Counter[str] = Counter()
        self.left_out = 0
        self.refused: list[tuple[dict[str, Any], ValidationError]] = []
        self.changed_columns: Counter[str] = Counter()
        self._announced: Counter[str] = Counter()
        self._taken: set[str] = set()
        self._lines: dict[Key, int] = {}
        self._later: list[tuple[int, Column, str, int]] = []
        self._row_later: list[tuple[Column, str]] = []
        self._changes: list[tuple[Column, Any]] = []
        self._total = 0

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
        return self.Meta.model.objects.all()

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
        text = row.get(column)
        text = cells.unguarded(text if isinstance(text, str) else cells.as_text(text))
        if cells.is_placeholder(text.strip()):
            self.note(
                _("Spalte {column}: „{word}“ als leer gelesen.").format(column=column, word=text.strip())
            )
            return ""
        return text

    def note(self, sentence: str) -> None:
        """Remember something the person should know although nothing is refused."""
        self.notes[sentence] += 1

    # --- which record is meant ----------------------------------------------------------------------------------

    def key_of(self, row: dict[str, str]) -> Key:
        """The kennung, or name and place where the row has none."""
        kennung, *place = (self._key_part(row, column) for column in ("kennung", "name", *self.place_columns))
        return (kennung,) if kennung else ("", *place)

    @staticmethod
    def _key_part(row: dict[str, str], column: str) -> str:
        text = cells.one_line(cells.unguarded(row.get(column) or ""))
        return "" if cells.is_placeholder(text) else text

    def records_of(self, keys: set[Key]) -> dict[Key, list[models.Model]]:
        """The records behind the keys, by key. Notes on the way which addresses are free for new ones."""
        queryset = self.get_queryset()
        found: dict[Key, list[models.Model]] = {}
        kennungen = [key[0] for key in keys if key[0]]
        for record in queryset.filter(kennung__in=kennungen):
            found[(record.kennung,)] = [record]
        names = {key[1] for key in keys if not key[0]}
        for record in queryset.filter(name__in=names) if names else ():
            found.setdefault(self.key_of_record(record, keys), []).append(record)
        return found

    def key_of_record(self, record: models.Model, keys: set[Key]) -> Key:
        """As `key_of` for a row without kennung; place columns that the file does not have don't count."""
        shown = ("", record.name, *(self._place_shown(record, column) for column in self.place_columns))
        return tuple(
            "" if all(not key[0] and not key[n] for key in keys if not key[0]) else part
            for n, part in enumerate(shown)
        )

    def _place_shown(self, record: models.Model, column: str) -> str:
        return next(c for c in self.get_import_fields() if c.column_name == column).show(record)

    # --- before and after the rows ------------------------------------------------------------------------------

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self._check_headers(dataset.headers)
        with_later = [c.column_name for c in self.get_import_fields() if getattr(c, "later", False)]
        if set(with_later) & set(dataset.headers):
            self._announce(dataset)
        self._total = len(dataset)
        if self.doubles:
            self.doubles.look(self, dataset)

    def _check_headers(self, headers: list[str]) -> None:
        """A table of changes by kennung may do without the columns that a new entry must have."""
        for header in self.required_headers:
            if header not in headers and "kennung" not in headers:
                raise TableError(
                    _("Die Spalte „{header}“ fehlt. {nearest} Gefunden: {found}.").format(
                        header=header,
                        nearest=nearest(header, headers),
                        found=", ".join(h for h in headers if h[:1] != "#"),
                    )
                )
        for header in headers:
            if header and header[0] != "#" and header not in self.headers:
                self.note(
                    _("Die Spalte „{header}“ ist hier unbekannt und wird nicht gelesen. {nearest}").format(
                        header=header, nearest=nearest(header, self.headers)
                    )
                )

    def _announce(self, dataset: Any) -> None:
        """Remember what the rows of the file are called: a reference may point further down."""
        places = [dataset.headers.index(name) for name in ("kennung", "name") if name in dataset.headers]
        for values in dataset:
            self._announced.update({cells.one_line(values[n] or "") for n in places} - {""})

    def is_announced(self, word: str) -> bool:
        return word in self._announced

    def settle_later(self, column: Column, word: str) -> None:
        self._row_later.append((column, word))

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Settle the references to rows further down."""
        for start in range(0, len(self._later), WINDOW):
            batch = self._later[start : start + WINDOW]
            records = self.Meta.model.objects.in_bulk({pk for pk, *_rest in batch})
            for pk, column, word, line in batch:
                self._settle(records[pk], column, word, line, result)

    def _settle(self, record: models.Model, column: Any, word: str, line: int, result: Any) -> None:
        try:
            column.settle(record, word, self)
        except CellError as error:
            problem = ValidationError({column.column_name: [str(error)]})
            row = {LINE: line, column.column_name: word}
            self.refused.append((row, problem))
            result.append_invalid_row(line, row, problem)
            return
        record.save(update_fields=[*column.update_fields(), "changed_at"])

    # --- one row ------------------------------------------------------------------------------------------------

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        result = super().import_row(row, instance_loader, **kwargs)
        if result.validation_error:
            self.refused.append((row, result.validation_error))
        return result

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        row.setdefault(LINE, kwargs["row_number"] + 1)
        self._row_later = []
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
        what = _("Diese Kennung") if key[0] else _("Derselbe Name am selben Ort")
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
            except CellError as error:
                errors[column.column_name] = ValidationError(str(error))
            else:
                if not column.says_the_same(instance, value):
                    self._changes.append((column, value))
        if errors:
            raise ValidationError(errors)

    def _columns_for(self, instance: models.Model, row: dict[str, Any]) -> list[Column]:
        """Columns that the file has, and those that a new entry must have."""
        columns = [
            column
            for column in self.get_import_fields()
            if column.column_name in row or (column.required and instance.pk is None)
        ]
        if self.is_update_of_double(row):
            columns = [column for column in columns if not self._keeps(instance, column, row)]
        return columns

    def was_merged(self, row: dict[str, Any]) -> bool:
        return self.key_of(row)[0] in self._merged

    def _was_merged(self, instance: models.Model, row: dict[str, Any]) -> bool:
        """A row whose entry was merged into another is history; the other one has its own row."""
        kennung = self.key_of(row)[0]
        if instance.pk or not kennung:
            return False
        survivor = self._merged.get(kennung)
        if survivor:
            self.note(
                _("{kennung} wurde zusammengeführt mit „{name}“; die Zeile bleibt unbeachtet.").format(
                    kennung=kennung, name=survivor
                )
            )
            self.left_out += 1
        return survivor is not None

    @cached_property
    def _merged(self) -> dict[str, str]:
        """Names of the entries into which others were merged, by the kennung of those."""
        merged = self.Meta.model.objects.exclude(former_kennungen=[]).values_list("former_kennungen", "name")
        return {kennung: name for kennungen, name in merged for kennung in kennungen}

    def note_taken_addresses(self, rows: list[dict[str, str]]) -> None:
        """Ask once for many rows which addresses are taken; a record would ask for its own each time."""
        bases = {self.Meta.model(name=cells.one_line(row.get("name") or "")).address_base() for row in rows}
        taken = reservations(self.Meta.model, ADDRESS).filter(value__in=bases)
        self._taken = set(taken.values_list("value", flat=True))

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
            column.write(instance, value, self)
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
            self.entries.add(instance.pk, instance.kennung, instance.name)
        self._later += [(instance.pk, column, word, row[LINE]) for column, word in self._row_later]
        if not is_create:
            self.changed_columns.update(column.column_name for column, _value in self._changes)

    def _stamp_new(self, instance: Any) -> None:
        base = instance.address_base()
        if base not in self._taken:
            self._taken.add(base)
            instance.slug = base
        instance.review_status = self.status
        if instance.is_public:
            instance.published_at = timezone.now()

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
