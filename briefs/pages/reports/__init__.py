"""Reports: prepared on the desk, previewed, read by the public."""
