"""Up to four countries, themes or regions side by side, or one country on two days."""

__all__ = ["views"]
