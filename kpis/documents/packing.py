"""Zipped documents (Word, Excel) without the moment of their making: the same parts give the same bytes."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip knows
CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def repacked(file: bytes, at: datetime) -> bytes:
    """The same parts in the order of their names, as if made `at`."""
    out = BytesIO()
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        # The list of parts comes first, as readers expect it.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = old.read(name)
            if name == CORE:
                part = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            new.writestr(zipfile.ZipInfo(name, EPOCH), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
