"""Pages of projects and partners."""
