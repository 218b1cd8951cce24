"""Texts in tables: every one that is asked for is there, and gets the facts that it tells."""

from __future__ import annotations

import ast
import importlib
import string
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import fairprice
from fairprice.declare.texts import Texts

SOURCE = Path(fairprice.__file__).parent


@cache
def uses() -> list[tuple[str, str, set[str], bool]]:
    """Each place where a text is asked for: module, key, facts, whether more may come."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "TEXTS" not in text:
            continue
        module = ".".join(("fairprice", *path.relative_to(SOURCE).with_suffix("").parts))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "TEXTS":
                key = node.args[0]
                facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                more = any(keyword.arg is None for keyword in node.keywords)
                keys = [key.value] if isinstance(key, ast.Constant) else [None]
                found += [(module, k, facts, more) for k in keys]
    return found


@cache
def tables() -> dict[str, Texts]:
    """Every table of texts, by the module that uses it."""
    return {module: importlib.import_module(module).TEXTS for module, *_ in uses()}


def facts_of(texts: Texts, key: str) -> set[str]:
    """Name what stands in braces."""
    return {
        name.partition(".")[0].partition("!")[0]
        for text in texts.said[key]
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }


def test_texts_are_used_in_many_rooms() -> None:
    assert len({module.split(".")[1] for module in tables()}) >= 4
    assert len(uses()) > 60


def test_every_text_that_is_asked_for_is_there_with_its_facts() -> None:
    wrong = []
    for module, key, facts, more in uses():
        texts = tables()[module]
        if key is None:
            continue
        if key not in texts.said:
            wrong.append(f"{module}: {key}")
        elif not more and facts_of(texts, key) - facts:
            wrong.append(f"{module}: {key} lacks {facts_of(texts, key) - facts}")
    assert wrong == []


def test_no_text_is_idle() -> None:
    by_table: dict[int, set[Any]] = {}
    for module, key, *_ in uses():
        by_table.setdefault(id(tables()[module]), set()).add(key)
    idle = {
        key
        for texts in {id(t): t for t in tables().values()}.values()
        for key in texts.said
        if key not in by_table[id(texts)] and None not in by_table[id(texts)]
    }
    assert idle == set()


def test_every_text_says_what_why_and_how_to_mend_in_sentences() -> None:
    for module, texts in tables().items():
        for key, (what, why, mend) in texts.said.items():
            assert why, (module, key)
            assert mend.endswith((".", "?", "}")), (module, key)
            assert what.endswith((".", "}")), (module, key)


def test_a_fact_that_is_not_given_is_an_error_of_the_code() -> None:
    texts = Texts({"late": ("{day} is late.", "It is.", "Go.")})
    with pytest.raises(KeyError):
        texts("late", "x")
    with pytest.raises(KeyError):
        texts("early", "x", day="Monday")
