"""The words in which the tables of an extract are laid out."""

from tracking.imports.column import Column, Kind

TEXT, DAY, MOMENT, FLAG = Kind.TEXT, Kind.DAY, Kind.MOMENT, Kind.FLAG
INTEGER, NUMBER, JSON, REFERENCE = Kind.INTEGER, Kind.NUMBER, Kind.JSON, Kind.REFERENCE

TRUE_WORDS = ("y", "yes", "1", "true", "t")
FALSE_WORDS = ("n", "no", "0", "false", "f")


def key(name: str, *, reserved: str = "") -> Column:
    """The column that identifies a row; `reserved` is a word that no row may have as its id."""
    return Column(name, "source_id", is_key=True, is_required=True, needed=True, reserved=reserved)


def child(name: str) -> Column:
    """The child that a row is about; a row without one is set aside."""
    return Column(name, "child", REFERENCE, needed=True, refers_to="ssd_person", is_required=True)


def text(name: str, field: str, codes: str = "") -> Column:
    """Words or a code; any text can be read."""
    return Column(name, field, TEXT, codes=codes)


def needed(name: str, field: str, kind: Kind = DAY) -> Column:
    """A column that a figure, duty or tracker reads."""
    return Column(name, field, kind, needed=True)


def other(name: str, field: str, kind: Kind = DAY) -> Column:
    """A column that no figure reads."""
    return Column(name, field, kind)


def ref(name: str, field: str, table: str) -> Column:
    """A reference to another table's key; it may be empty, but not refer to nothing."""
    return Column(name, field, REFERENCE, needed=True, refers_to=table)


def loose_ref(name: str, field: str, table: str) -> Column:
    """A reference that the SSD does not declare as one and no figure reads: emptied where it refers to nothing."""
    return Column(name, field, REFERENCE, refers_to=table)


def names_one(name: str, field: str, column: str) -> Column:
    """Text that must be found in another table's column (`table.column`), which is not that table's key."""
    return Column(name, field, TEXT, needed=True, refers_to=column)


def team(name: str) -> Column:
    """The team recorded on an episode."""
    return ref(name, "team", "ssd_department")


def worker(name: str) -> Column:
    """The worker recorded on an episode."""
    return ref(name, "worker", "ssd_professionals")
