"""The documentation as a site: every page, no fault let through, nothing asked of elsewhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="the extra docs is not installed")
pytest.importorskip("myst_parser", reason="the extra docs is not installed")
pytest.importorskip("furo", reason="the extra docs is not installed")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
CONF = ROOT / "docs/site"


def built(pages: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-j",
        "2",
        "-W",
        "--keep-going",
        "-c",
        str(CONF),
    ]
    command += ["-d", f"{folder}-trees", str(pages), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    made = built(ROOT, folder)
    assert made.returncode == 0, made.stderr
    return folder


def written() -> set[str]:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {page.relative_to(ROOT).with_suffix("").as_posix() for page in pages}


def test_every_page_is_there_and_the_readme_comes_first(site: Path) -> None:
    made = {page.relative_to(site).with_suffix("").as_posix() for page in site.rglob("*.html")}
    assert made - written() == {"index", "search"}
    assert written() <= made
    assert (site / "index.html").read_bytes() == (site / "README.html").read_bytes()
    links = re.findall(r'class="reference internal" href="([^"#]+)\.html"',
                       (site / "index.html").read_text(encoding="utf-8"))  # fmt: skip
    assert written() <= {*links, "README"}


class Asked(HTMLParser):
    """What a page loads as it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            loads = name in ("src", "srcset", "data", "poster", "xlink:href", "style", "action")
            if value and (loads or (name == "href" and tag not in ("a", "area"))):
                self.found.append(value)


def asked_for(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".svg"):
            asked = Asked()
            asked.feed(path.read_text(encoding="utf-8"))
            yield from ((path.name, address) for address in asked.found)
        if path.suffix in (".css", ".svg", ".html"):
            style = path.read_text(encoding="utf-8")
            for address in re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s]+)", style):
                yield path.name, address


def elsewhere(asked: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (page, address)
        for page, address in asked
        if re.search(r"(?<![\w:/])(?:\w+:)?//", address) and not address.startswith("data:")
    ]


def test_nothing_is_asked_of_elsewhere(site: Path) -> None:
    asked = list(asked_for(site))
    assert len(asked) > 100
    assert elsewhere(asked) == []


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://a.example/b.js"></script>',
        '<link rel="stylesheet" href="//a.example/b.css">',
        '<img srcset="a.png, https://a.example/b.png 2x">',
        "<style>@import 'https://a.example/b.css'; </style>",
        "<style>@font-face { src: url(https://a.example/b.woff2) }</style>",
    ],
)
def test_what_asks_of_elsewhere_is_found(page: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert elsewhere(asked_for(tmp_path))


def test_the_search_knows_every_page(site: Path) -> None:
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert set(index["docnames"]) == written()
    found = index["terms"]["signpost"]
    pages = {index["docnames"][at] for at in (found if isinstance(found, list) else [found])}
    assert "docs/reference/words" in pages


def test_a_browser_without_network_finds_the_page_of_a_word(site: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += ["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=10000"]
    address = f"{(site / 'search.html').as_uri()}?q=signpost"
    shown = subprocess.run([*command, address], capture_output=True, text=True, timeout=60)
    assert "docs/reference/words.html" in shown.stdout.partition('id="search-results"')[2]


def test_every_fault_is_an_error_that_is_named(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "docs").mkdir(parents=True)
    (pages / "README.md").write_text(
        "# Readme\n\n[a](docs/no-page.md) [b](docs/a.md#no-heading) ![c](docs/no-picture.png)\n",
        encoding="utf-8",
    )
    (pages / "docs/index.md").write_text(
        "# Index\n\n| Page | Kind | Read it to |\n|---|---|---|\n"
        "| [A](a.md) | How-to | see a |\n| [B](not-written.md) | How-to | see b |\n",
        encoding="utf-8",
    )
    (pages / "docs/a.md").write_text("# A\n", encoding="utf-8")
    (pages / "docs/not-listed.md").write_text("# C\n", encoding="utf-8")
    made = built(pages, tmp_path / "site")
    assert made.returncode != 0
    faults = {line for line in made.stderr.splitlines() if "WARNING" in line}
    for name in ("no-page", "no-heading", "no-picture", "not-written", "not-listed"):
        assert any(name in fault for fault in faults), name
