from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin

from exchange.asking import OddCells, Taken
from exchange.doubles import Doubles, Way
from exchange.errors import TableError
from exchange.formats import AnyTable, GermanCsv, Json, Xlsx
from exchange.forms import ColumnsForm, FileForm
from exchange.odd_places import Going, OddPlaces
from search.index import indexer

ODD_CHOICE = re.compile(r"frage-(\d{1,9})-(\w{1,60})")  # the same for one cell
PLACE_CHOICE = re.compile(r"ort-(\d{1,9})")
CHOICE = re.compile(r"zeile-(\d{1,9})")  # name of the field that says what happens to a line of the file


class TableAdmin(ImportExportMixin):
    """Import and export in the admin. Importing writes, so it needs the rights to add and to change."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    import_template_name = "admin/exchange/import.html"
    import_formats = [AnyTable]
    export_formats = [GermanCsv, Xlsx, Json]
    import_form_class = FileForm
    export_form_class = ColumnsForm

    def get_import_formats(self) -> list[type[AnyTable]]:
        """With the names by which the header row, and the sheet of a workbook, is found."""
        columns = tuple(self.resource_classes[0]().headers)
        return [type("AnyTable", (AnyTable,), {"columns": columns})]

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        name = slugify(self.opts.verbose_name_plural)
        return f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """A table leaves the portal with everything in it, so it needs the rights of who looks after the entries."""
        return self.has_change_permission(request)

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """New rows that look like existing entries are left out unless somebody chose otherwise in the preview."""
        told = {
            "doubles": Doubles(Way.SKIP, choices_in(request.POST)),
            "odd": OddCells(choices=odd_choices_in(request.POST)),
            "odd_places": OddPlaces(Going.LEAVE, place_choices_in(request.POST)),
            "notes": Counter(),
        }
        for name, value in told.items():
            setattr(request, name, value)  # the preview shows them
        # A template would take `notes.items` for the number of notes that say „items“.
        request.notes = told["notes"].most_common
        return {**super().get_import_resource_kwargs(request, **kwargs), **told}

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The file of the preview may be gone: it lies among temporary files."""
        try:
            return super().process_import(request, **kwargs)
        except (OSError, TableError):
            sentence = _("Die Datei liegt nicht mehr bereit. Bitte laden Sie sie noch einmal hoch.")
            self.message_user(request, sentence, messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """After the confirmation: a rule may be broken that was not when the preview was shown."""
        if not result.has_errors() and not result.has_validation_errors():
            response = super().process_result(result, request)
            indexer.drain()  # now, so that the next visitor does not wait for it
            return response
        self.message_user(
            request,
            _(
                "Inzwischen hat sich etwas geändert: Es wurde nichts übernommen. Bitte laden Sie die Datei noch einmal hoch."
            ),
            messages.ERROR,
        )
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Say in German what is wrong with the file instead of naming the Python error."""
        if isinstance(e, TableError):
            form.add_error("import_file", str(e))
        else:
            super().add_data_read_fail_error_to_form(form, e)


def choices_in(data: Any) -> dict[int, Way]:
    """What somebody chose for single lines of the file; anything else counts as not chosen."""
    ways = {way.value: way for way in (Way.SKIP, Way.UPDATE, Way.ADD)}
    chosen = ((CHOICE.fullmatch(name), ways.get(data.get(name, ""))) for name in data)
    return {int(field[1]): way for field, way in chosen if field and way}


def odd_choices_in(data: Any) -> dict[tuple[int, str], Taken]:
    """What somebody chose for single cells."""
    ways = {way.value: way for way in (Taken.KEEP, Taken.MEND)}
    chosen = ((ODD_CHOICE.fullmatch(name), ways.get(data.get(name, ""))) for name in data)
    return {(int(field[1]), field[2]): way for field, way in chosen if field and way}


def place_choices_in(data: Any) -> dict[int, Going]:
    """What somebody chose for the coordinates of single lines."""
    ways = {way.value: way for way in (Going.LEAVE, Going.KEEP, Going.MEND)}
    chosen = ((PLACE_CHOICE.fullmatch(name), ways.get(data.get(name, ""))) for name in data)
    return {int(field[1]): way for field, way in chosen if field and way}
