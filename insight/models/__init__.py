from insight.models.findings import CountingRule, CountingRuleDistrict, FindingNote, KeptResult
from insight.models.reports import Chapter, CommitteeReport, ReportSetting

__all__ = [
    "Chapter",
    "CommitteeReport",
    "CountingRule",
    "CountingRuleDistrict",
    "FindingNote",
    "KeptResult",
    "ReportSetting",
]
