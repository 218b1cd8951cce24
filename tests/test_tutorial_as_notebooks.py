"""The pages of the tutorial run as notebooks, and their pictures appear there."""

from __future__ import annotations

import io
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread

ROOT = Path(__file__).parents[1]
PAGES = [path.stem for path in sorted((ROOT / "docs/tutorial").glob("*.md"))]

pytestmark = pytest.mark.slow


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what runs a notebook as people run it: with pictures below the cells."""
    nbclient = pytest.importorskip("nbclient", reason="it comes with the extra dev")
    pytest.importorskip("ipykernel", reason="it comes with the extra dev")
    monkeypatch.delenv("MPLBACKEND")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    return nbclient.NotebookClient


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the notebook's own machinery
def test_a_page_of_the_tutorial_runs_as_a_notebook(
    page: str, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    from as_notebooks import notebook

    made = notebook(ROOT / f"docs/tutorial/{page}.md")
    client(made, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    drawn = 0
    for cell in made.cells:
        if cell.cell_type == "code":
            pictures = [
                b64decode(output.data["image/png"]) for output in cell.outputs
                if "image/png" in output.get("data", {})
            ]  # fmt: skip
            drawn += len(pictures)
            assert len(pictures) == cell.source.count(".plot"), cell.source
            for number, picture in enumerate(pictures):
                (tmp_path / f"{page}-{number}.png").write_bytes(picture)
                points = imread(io.BytesIO(picture))
                assert min(points.shape[:2]) > 200
                assert points[..., :3].std() > 0.05  # something is drawn on the paper
    assert drawn >= 1
