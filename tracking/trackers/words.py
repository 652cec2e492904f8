"""The words of codes, as lists show them."""

from tracking.imports.codes import words_of

# The SSD has no list of these: 1 is suitable, 2 is not (measure catalogue, "Care leavers").
SUITABLE = {"1": "Suitable", "2": "Not suitable"}


def in_words(name: str, code: str) -> str:
    """A code of the national list `name` with its words; a code that the list does not have stands alone."""
    words = words_of(name).get(code)
    return f"{words} ({code})" if words else code
