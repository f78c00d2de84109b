"""The briefs of the demonstration, drawn from published sources."""
