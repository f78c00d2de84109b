"""Figures in texts: what can be referred to, what each reference says, and which typed numbers disagree."""
