"""„Bekannt, weil …“ and „erledigt“: what Koordination says about a finding, and taking it back."""

from __future__ import annotations

from accounts.models import User
from insight.cases import InsightFinding
from insight.models import FindingNote
from insight.scope import Scope


def note(
    finding: InsightFinding, scope: Scope, *, title: str, verdict: FindingNote.Verdict, reason: str, by: User
) -> FindingNote:
    """Keeps what was said about a finding as it stands now; what was said about the same one before is replaced. Raises
    ValidationError where a known one has no reason."""
    key = finding.key(scope.key)
    kept = FindingNote.objects.filter(key=key).first() or FindingNote(key=key)
    kept.state, kept.title, kept.verdict = finding.state, title[:400], verdict
    kept.reason, kept.noted_by = reason, by
    kept.full_clean(exclude=["noted_by"], validate_unique=False)
    kept.save()
    return kept
