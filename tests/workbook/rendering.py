"""What LibreOffice shows of workbooks: pages as pictures, and the words on them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

_PROGRAMS = ("soffice", "pdftoppm", "pdftotext")
#: Dots an inch: enough to see a line of small letters.
_FINENESS = 50
_DARK = 160
#: By how much the ink on all pages may differ where the words are the same, as text is laid out.
_LAID_OUT = 0.03


@dataclass(frozen=True)
class Shown:
    """What a workbook looks like.

    Parameters
    ----------
    pages
        A digest of each page's picture.
    words
        How often each word stands on them.
    ink
        Dark dots on all pages.
    """

    pages: tuple[str, ...]
    words: Counter[str]
    ink: int

    def same_as(self, other: Shown) -> bool:
        """Tell whether both show the same, laid out as rows and columns are high and wide."""
        if self.pages == other.pages:
            return True
        return self.words == other.words and abs(self.ink - other.ink) <= _LAID_OUT * other.ink


def need_programs() -> None:
    """Skip where what renders is not installed, but fail there when ``CI`` is ``true``."""
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing:
        reason = f"{', '.join(missing)} not installed: nothing can be seen."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def shown_by_libreoffice(paths: Iterable[Path], folder: Path) -> list[Shown | None]:
    """Render workbooks with one start of LibreOffice; nothing stands for what it cannot open."""
    paths, printed = list(paths), folder / "printed"
    printed.mkdir(parents=True)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore",
         "--convert-to", "pdf", "--outdir", str(printed), *map(str, paths)],
        check=False, capture_output=True, timeout=120 + 30 * len(paths),
    )  # fmt: skip
    return [_seen(printed / f"{path.stem}.pdf") for path in paths]


def _seen(pdf: Path) -> Shown | None:
    if not pdf.exists():
        return None
    base = pdf.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-gray", "-r", str(_FINENESS), str(pdf), str(base)],
        check=True, capture_output=True,
    )  # fmt: skip
    pages, ink = [], 0
    for picture in sorted(base.parent.glob(f"{base.name}-*.pgm")):
        content = picture.read_bytes()
        pages.append(sha256(content).hexdigest())
        ink += int((np.frombuffer(content, np.uint8) < _DARK).sum())
        picture.unlink()
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    return Shown(tuple(pages), Counter(text.stdout.decode().split()), ink)
