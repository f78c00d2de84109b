"""What reviewers are shown and say: flags, comments, many results at once."""

from indicators.review.bulk import NothingValidated, validate_together
from indicators.review.comments import Advice
from indicators.review.flagged import flagged_ids, flags_among
from indicators.review.flags import Flag

__all__ = ["Advice", "Flag", "NothingValidated", "comments", "flagged_ids", "flags_among", "validate_together"]
