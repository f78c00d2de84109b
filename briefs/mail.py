"""Mail about briefs and reports."""
