"""The published cells that no believable records come to: the one list of them.

docs/published-cells.md shows of each why it does not follow from the report's other cells.
"""

YEAR_TO_DATE = "2017/18 YTD"

UNMET: frozenset[tuple[str, str]] = frozenset(
    {
        ("CSC 004i", "2017-10"),
        ("CSC 004i", YEAR_TO_DATE),
        ("CENTRE-DEPRIVED-SKERNE-PARK", "2017-12"),
        ("CENTRE-DEPRIVED-MCNAY-STREET", YEAR_TO_DATE),
        ("CENTRE-DEPRIVED-HAUGHTON-REDHALL", YEAR_TO_DATE),
        ("CENTRE-DEPRIVED-SKERNE-PARK", YEAR_TO_DATE),
        ("CENTRE-DEPRIVED-MOUNT-PLEASANT", YEAR_TO_DATE),
        ("CENTRE-DEPRIVED-DODMIRE", YEAR_TO_DATE),
        ("RHI-72H", "2017-10"),
        ("CSC 035", "2017-12"),
        ("CSC 035", YEAR_TO_DATE),
        ("CSC 038", "2017-09"),
        ("CSC 040", YEAR_TO_DATE),
        ("CSC 060", YEAR_TO_DATE),
        ("CSC 080", YEAR_TO_DATE),
        *(("CSC 164", f"2017-{month:02}") for month in range(5, 13)),
        ("CSC 164", YEAR_TO_DATE),
        ("ICPC-ATT-SOCIAL-WORKER", YEAR_TO_DATE),
        ("ICPC-ATT-ADULT-MENTAL-HEALTH", YEAR_TO_DATE),
        ("ICPC-ATT-PARENTS", YEAR_TO_DATE),
        ("CSC 177", "2017-06"),
        ("CSC 181", "2017-05"),
        ("CSC 252", "2017-05"),
        ("CSC 252", "2017-07"),
        ("CSC 260", "2017-07"),
        ("CSC 260b", "2017-09"),
        ("CSC 260b", "2017-11"),
        ("CSC 247", "2017-06"),
        ("IHA-FORMS-7WD", "2017-06"),
        ("IHA-FORMS-7WD", "2017-07"),
        ("AUDIT-GOOD-PCT", "2017/18 Q3"),
        ("AUDIT-INADEQUATE-PCT", YEAR_TO_DATE),
    }
)
