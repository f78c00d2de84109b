"""Writing a text of a brief or a report: a field with a bar of tools, a menu of figures, and a preview."""
