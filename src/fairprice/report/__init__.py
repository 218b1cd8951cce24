"""One page that people can read: the figures of a book or a case, with charts and derivations."""

from fairprice.report.write import write_report

__all__ = ["write_report"]
