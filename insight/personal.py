"""What this room keeps about people."""

from insight.reports import personal as of_reports  # noqa: F401 registers itself
