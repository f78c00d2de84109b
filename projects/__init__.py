"""Partners, projects, their funding, outputs, documents and evaluations."""
