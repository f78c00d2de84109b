"""Packs for meetings: asked for on the desk, read by whoever asked."""
