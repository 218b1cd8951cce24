"""Writing a file as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from fairprice.errors import FileWriteError, Problem


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, then replace it; a failure leaves the old file as it was.

    Parameters
    ----------
    path
        The file to write.
    content
        All of it.

    Raises
    ------
    FileWriteError
        If the folder is missing or not writable, or the file is held open elsewhere.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise FileWriteError(
            [
                Problem(
                    "cannot-write", str(path), f"cannot be written ({error.strerror}).",
                    "Nothing was written; an earlier file is as it was.",
                    "Check that the folder exists, that you may write to it, and that the "
                    "file is not open in another program.",
                )
            ]
        ) from error  # fmt: skip
