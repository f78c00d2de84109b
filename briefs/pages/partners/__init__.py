"""Reports for partners: planned by managers, read by the representatives beside their portfolio."""
