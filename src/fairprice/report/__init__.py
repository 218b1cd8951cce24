"""One page that people can read: the figures of a book, a case or logged visits, with charts."""

from fairprice.report.write import write_report, write_visits_report

__all__ = ["write_report", "write_visits_report"]
