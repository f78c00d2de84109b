"""What reports say: generated sentences, tables and charts, from an edition."""
