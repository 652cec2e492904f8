"""Where an extract lies: a folder or a .zip of CSV files, opened file by file and never unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from tracking.imports.limits import limit
from tracking.imports.problems import ImportRefused, Problem

# What reading a damaged or encrypted archive raises, at the start or half-way.
UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)


@dataclass(frozen=True)
class SourceFile:
    """One file of an extract: its name, its size in bytes, and how to open it (from the start, any number of times)."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]

    @property
    def stem(self) -> str:
        """The name without folder and ending, in small letters; '' where it is no CSV file."""
        path = PurePosixPath(self.name.lower())
        return path.stem if path.suffix == ".csv" else ""


@contextmanager
def opened(path: Path) -> Iterator[list[SourceFile]]:
    """The files of the extract at `path`, in the order of their names.

    Raises ImportRefused where there is no folder or .zip that can be read, or the archive would unpack to more than
    is allowed.
    """
    if path.is_dir():
        yield _files_of_folder(path)
        return
    if not path.exists():
        raise ImportRefused([Problem(f"There is no folder or .zip file at {path}.")])
    with _archive(path) as archive:
        yield _files_of_archive(archive)


def _files_of_folder(path: Path) -> list[SourceFile]:
    try:
        files = sorted(entry for entry in path.iterdir() if entry.is_file() and not _is_hidden(entry.name))
    except OSError as error:
        raise ImportRefused([Problem(f"The folder {path} cannot be read: {error.strerror}.")]) from error
    return [SourceFile(file.name, file.stat().st_size, _opener(file)) for file in files]


def _opener(file: Path) -> Callable[[], IO[bytes]]:
    return lambda: file.open("rb")


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except UNREADABLE as error:
        reason = f"{path.name} cannot be read as a .zip file ({error}). Was it cut off? Make and send it again."
        raise ImportRefused([Problem(reason)]) from error


def _files_of_archive(archive: zipfile.ZipFile) -> list[SourceFile]:
    """Raises ImportRefused where the archive holds more files or bytes than is allowed (a "zip bomb").

    The sizes that it declares are enough to go by: zipfile reads no more of a stored or deflated file than that. Other
    methods, which hardly any program writes, unpack whole blocks whatever is declared.
    """
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise ImportRefused([Problem("The .zip is packed in an unusual way: make it again, without special settings.")])
    most_files, most_bytes = limit("IMPORT_ZIP_FILES"), limit("IMPORT_ZIP_BYTES")
    size = sum(entry.file_size for entry in entries)
    if len(entries) > most_files:
        raise ImportRefused([Problem(f"The .zip holds {len(entries):,} files; at most {most_files:,.0f} are allowed.")])
    if size > most_bytes:
        raise ImportRefused([Problem(f"The .zip unpacks to {size:,} bytes; at most {most_bytes:,.0f} are allowed.")])
    found = [SourceFile(_name(entry), entry.file_size, _entry_opener(archive, entry)) for entry in entries]
    return sorted(found, key=lambda file: file.name)


def _entry_opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(entry)


def _name(entry: zipfile.ZipInfo) -> str:
    """Some programs write the folders of a name with backslashes."""
    return entry.filename.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    """What desktops add to folders and archives: .DS_Store, __MACOSX/, Thumbs.db."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts) or parts[-1].lower() in (
        "thumbs.db",
        "desktop.ini",
    )
