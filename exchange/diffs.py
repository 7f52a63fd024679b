"""What the preview of an import shows of a change: inserted and deleted text, without the library's inline colours."""

from __future__ import annotations

import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from import_export.resources import Diff

from exchange.columns import Links

LONGEST = 4_000  # characters of both texts
STYLE = re.compile(r'(?<=<ins|<del) style="background:#[0-9a-f]{6};"')


class PlainDiff(Diff):
    """The strict Content Security Policy blocks inline styles; the page's own style sheet colours <ins> and <del>."""

    left: list[str]
    right: list[str]

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        """The library asks the fields themselves; here every column says what an export would."""
        self.left, self.right, self.new = self._shown(resource, instance), [], new

    def compare_with(self, resource: Any, instance: Any, *_more: Any) -> None:
        """Lists in other tables were read ahead: a changed one is told as the cell says it."""
        changed = resource.changed_cells()
        after = self._shown(resource, instance)
        columns = resource.get_import_fields()
        self.right = [
            (changed.get(column.column_name, before) if isinstance(column, Links) else now)
            for column, before, now in zip(columns, self.left, after, strict=True)
        ]

    @staticmethod
    def _shown(resource: Any, instance: Any) -> list[str]:
        known = getattr(instance, "_prefetched_objects_cache", {})
        return [
            column.show(instance, resource)
            if not isinstance(column, Links) or column.attribute in known
            else ""
            for column in resource.get_import_fields()
        ]

    def as_html(self) -> list[SafeString]:
        """The library escapes the cells; only what it adds is taken away. Long texts it would compare for seconds."""
        long = [len(left) + len(right) > LONGEST for left, right in zip(self.left, self.right, strict=True)]
        texts = [
            self._shortened(left, right) if is_long else (left, right)
            for is_long, left, right in zip(long, self.left, self.right, strict=True)
        ]
        self.left, self.right = [left for left, _right in texts], [right for _left, right in texts]
        return [mark_safe(STYLE.sub("", html)) for html in super().as_html()]  # noqa: S308

    @staticmethod
    def _shortened(left: str, right: str) -> tuple[str, str]:
        """The place where they begin to differ."""
        start = next(
            (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
            min(len(left), len(right)),
        )
        start = max(start - 40, 0)
        return left[start : start + LONGEST // 4], right[start : start + LONGEST // 4]
