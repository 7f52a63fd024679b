from __future__ import annotations

from django.http import HttpRequest
from import_export.admin import ImportExportMixin


class TableAdmin(ImportExportMixin):
    """Import and export in the admin. Importing writes, so it needs the rights to add and to change."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
