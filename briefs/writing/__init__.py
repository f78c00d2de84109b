"""What reports say: generated sentences, tables and charts, from an edition."""

from briefs.writing.kinds import CHAPTERS, WRITERS, inputs_of, report_document
from briefs.writing.sheet import Sheet, evidence_of, joined, plain

__all__ = ["CHAPTERS", "WRITERS", "Sheet", "evidence_of", "inputs_of", "joined", "plain", "report_document"]
