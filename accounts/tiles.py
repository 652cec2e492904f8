"""Tiles of the front page: a number and the list that it counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """How many rows the list at `url` shows. `is_urgent` where somebody should look today."""

    label: str
    count: int
    url: str
    is_urgent: bool = False
