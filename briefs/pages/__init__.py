"""Pages of briefs and reports."""
