"""The verbs that change briefs and reports."""
