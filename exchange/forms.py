"""The forms of the admin's import and export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from import_export.forms import ImportForm, SelectableFieldsExportForm

from exchange.errors import TableError
from exchange.limits import IN_ADMIN, refuse_large
from exchange.resources import TableResource


class FileForm(ImportForm):
    def clean_import_file(self) -> UploadedFile:
        """Before anything of the file is read."""
        file = self.cleaned_data["import_file"]
        try:
            refuse_large(file.size, IN_ADMIN)
        except TableError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ColumnsForm(SelectableFieldsExportForm):
    """The library keeps the chosen columns and the file's format under the same names, where a column `format` gets lost."""

    def get_selected_resource_export_fields(self) -> list[str]:
        resource = self.get_selected_resource()
        return [
            name
            for name in resource().get_export_order()
            if self.cleaned_data.get(self.create_boolean_field_name(resource, name))
        ]

    def clean(self) -> dict[str, Any]:
        if not self.get_selected_resource_export_fields():
            raise forms.ValidationError(_("Bitte wählen Sie mindestens eine Spalte."))
        return self.cleaned_data

    def _get_field_label(self, resource: type[TableResource], field_name: str) -> str:
        """As the header of the file, behind the words of the entry's own form."""
        column = resource.fields[field_name]
        known = {field.name: field for field in resource.Meta.model._meta.get_fields()}
        label = str(getattr(known.get(column.attribute), "verbose_name", ""))
        is_same = not label or label.casefold() == column.column_name.casefold()
        return column.column_name if is_same else f"{label} ({column.column_name})"
