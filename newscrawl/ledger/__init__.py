"""What the project remembers between runs: SQL only; it knows neither crawler nor network.

:class:`~newscrawl.ledger.store.Ledger` decides what to fetch and takes down what became of it;
:mod:`~newscrawl.ledger.runs` keeps the runs and what they leave of listings,
:mod:`~newscrawl.ledger.adopt` reads output files back, :mod:`~newscrawl.ledger.removals` weighs evidence of
absence, :mod:`~newscrawl.ledger.reports` tells a user what is known.
"""

from newscrawl.ledger.adopt import adopt_files, rebuild, uncommitted_files
from newscrawl.ledger.decide import Decision, Verdict
from newscrawl.ledger.entry import Entry, Outcome, next_revision, outcome_of
from newscrawl.ledger.errors import ClaimLostError, LedgerError
from newscrawl.ledger.fingerprint import content_hash
from newscrawl.ledger.gaps import gaps
from newscrawl.ledger.output import OutputFile, measure, output_files
from newscrawl.ledger.removals import due_removals, note_absences, proven
from newscrawl.ledger.reports import entries, file_names, lost_files, numbers, publications, retry, summary
from newscrawl.ledger.roll import Roll
from newscrawl.ledger.runs import Listing, Run, begin_run, end_run, killed_before, known_listing, last_runs
from newscrawl.ledger.store import Ledger

__all__ = [
    "ClaimLostError",
    "Decision",
    "Entry",
    "Ledger",
    "LedgerError",
    "Listing",
    "Outcome",
    "OutputFile",
    "Roll",
    "Run",
    "Verdict",
    "adopt_files",
    "begin_run",
    "content_hash",
    "due_removals",
    "end_run",
    "entries",
    "file_names",
    "gaps",
    "killed_before",
    "known_listing",
    "last_runs",
    "lost_files",
    "measure",
    "next_revision",
    "note_absences",
    "numbers",
    "outcome_of",
    "output_files",
    "proven",
    "publications",
    "rebuild",
    "retry",
    "summary",
    "uncommitted_files",
]
