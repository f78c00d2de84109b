"""What a person types about a result: which kind it is, what it says, and what belongs to it."""

from indicators.forms.choose import ChooseForm
from indicators.forms.entry import ResultEntry

__all__ = ["ChooseForm", "ResultEntry"]
