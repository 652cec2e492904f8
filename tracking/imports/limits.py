"""How much an import puts up with. Each can be set in the settings under the name given here."""

from django.conf import settings

# Settings and what holds where they say nothing. The first two are the contract's ("Three grades").
_DEFAULTS = {
    "IMPORT_SET_ASIDE_SHARE": 0.01,  # of a table's rows; more than this
    "IMPORT_SET_ASIDE_ROWS": 20,  # and more rows than this set aside refuse the import
    "IMPORT_PROBLEM_LINES": 10_000,  # lines of a refusal that name rows; the findings have all of them
    "IMPORT_ZIP_BYTES": 20 * 1024**3,  # unpacked
    "IMPORT_ZIP_FILES": 200,
}

# A field of more characters is none: most likely a quote is opened and never closed.
LONGEST_FIELD = 1_000_000
# Nor is a line: what comes without line ends for so long is no CSV file.
LONGEST_LINE = 8_000_000
# A row that runs over more lines than this has swallowed others.
MOST_LINES = 100
# Of a table, so many rows that are set aside are kept as they came.
MOST_KEPT_ROWS = 20_000


def limit(name: str) -> float:
    """The value of one of the settings above."""
    return getattr(settings, name, _DEFAULTS[name])
