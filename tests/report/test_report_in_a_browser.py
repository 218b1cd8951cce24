"""The page in a real browser: an accessibility checker finds nothing, and it prints to A4."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import fairprice as fp

pytestmark = pytest.mark.slow
EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_checker_finds_nothing_and_the_page_fits(tmp_path: Path) -> None:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the extra browser is not installed"
    )
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="the extra browser is not installed"
    )
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    book = fp.OpenBook(fp.load_assumptions(EXAMPLES / "provider.toml"))
    path = fp.write_report(book, tmp_path / "report.html")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        assert asked == [path.as_uri()]
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert len(found.response["passes"]) > 20
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        printed = page.pdf(prefer_css_page_size=True)
        browser.close()
    # A4 is 210 by 297 mm, in points
    [(width, height)] = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed))
    assert (float(width), float(height)) == pytest.approx((595.3, 841.9), abs=1)
