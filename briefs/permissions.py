"""Who may do what with a brief or a report: one predicate for each verb (docs/design.md, "Workflow")."""
