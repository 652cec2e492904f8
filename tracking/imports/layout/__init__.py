"""Every table that an extract may hold, in the order in which they are loaded: what is referred to comes first.

The names are those of the Standard Safeguarding Dataset (SSD); `csc_` marks what the report needs and the SSD lacks.
Every table is optional; within a table every column but the key is.
"""

from tracking.imports.layout.assessment import ASSESSMENT
from tracking.imports.layout.care import CARE
from tracking.imports.layout.early_help import EARLY_HELP
from tracking.imports.layout.front_door import FRONT_DOOR
from tracking.imports.layout.later import LATER
from tracking.imports.layout.people import PEOPLE
from tracking.imports.layout.protection import PROTECTION

TABLES = (*PEOPLE, *FRONT_DOOR, *EARLY_HELP, *ASSESSMENT, *PROTECTION, *CARE, *LATER)

BY_NAME = {table.name: table for table in TABLES}

# Tables of the SSD that no figure, duty or page reads.
NOT_USED = frozenset(
    {
        "ssd_address",
        "ssd_cla_previous_permanence",
        "ssd_family",
        "ssd_immigration_status",
        "ssd_linked_identifiers",
    }
)

__all__ = ["BY_NAME", "NOT_USED", "TABLES"]
