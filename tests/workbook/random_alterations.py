"""Packages altered at random, where programs read them: elements, attributes, texts, parts.

What is set up for printing is left alone, as verification says nothing about it. As a program,
``python tests/workbook/random_alterations.py COUNT SEED`` alters a workbook that often, and
shows what was neither named nor rendered as it was written.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cases import cases
from packages import MAIN, OFFICE, Parts, packed, parts_of, xml_with
from rendering import need_programs, shown_by_libreoffice

import fairprice as fp

#: How often parts are chosen, by the beginning of their names.
_WEIGHTS = {
    "xl/worksheets/sheet": 10, "xl/worksheets/_rels": 1, "xl/styles": 40, "xl/workbook.xml": 20,
    "xl/_rels": 5, "xl/charts": 25, "xl/drawings/drawing": 10, "xl/theme": 5, "xl/tables": 1,
    "[Content": 4, "_rels": 3, "docProps": 1,
}  # fmt: skip
_OF_PRINTING = re.compile(
    r"}(page\w+|sheetPr|print\w+|rowBreaks|colBreaks|brk|fileVersion|outlinePr|dimension)$"
)
_NUMBERS = ("0", "1", "2", "3", "-1", "9", "16", "99", "255", "32767", "0.5", "1e9", "")
_WORDS = (
    "true", "false", "none", "hidden", "veryHidden", "visible", "FFFFFFFF", "00FFFFFF", "FF000000",
    "solid", "darkGray", "center", "right", "fill", "justify", "General", ";;;", '"28.00"', "0",
    "str", "e", "b", "n", "s", "inlineStr", "shared", "array", "A1", "B9", "A1:XFD1048576",
    "manual", "pageBreakPreview", "frozen", "Wingdings", "max", "percentStacked", "high", "bg1",
)  # fmt: skip
#: Attributes that elements may have and good ones do not, by the element.
_MORE = {
    "row": ("hidden", "ht", "customFormat", "s", "collapsed", "outlineLevel", "ph", "thickTop"),
    "c": ("s", "t", "cm", "vm", "ph"),
    "col": ("hidden", "style", "collapsed", "outlineLevel", "phonetic", "bestFit"),
    "f": ("t", "ref", "si", "ca", "aca", "bx"),
    "sheet": ("state",),
    "sheetView": ("showZeros", "showFormulas", "rightToLeft", "view", "zoomScale", "topLeftCell",
                  "showRowColHeaders", "tabSelected"),
    "sheetFormatPr": ("zeroHeight", "customHeight", "defaultColWidth", "thickBottom"),
    "xf": ("applyFont", "applyFill", "applyNumberFormat", "applyAlignment", "applyBorder"),
    "alignment": ("textRotation", "shrinkToFit", "readingOrder", "indent", "justifyLastLine"),
    "workbookPr": ("date1904", "showObjects", "codeName", "filterPrivacy"),
    "workbookView": ("visibility", "showSheetTabs", "firstSheet", "activeTab", "tabRatio"),
    "calcPr": ("calcMode", "fullPrecision", "iterate", "refMode", "calcOnSave"),
    "definedName": ("hidden", "localSheetId", "function", "vbProcedure", "comment"),
    "cNvPr": ("hidden", "descr", "title"),
    "patternFill": ("patternType",),
}  # fmt: skip
#: Elements that others may hold, by the element.
_SNIPPETS = {
    "worksheet": (
        '<mergeCells><mergeCell ref="A9:B9"/></mergeCells>',
        '<conditionalFormatting sqref="B9"><cfRule type="expression" dxfId="0" priority="1">'
        "<formula>TRUE</formula></cfRule></conditionalFormatting>",
        '<sheetProtection sheet="1"/>', '<autoFilter ref="A4:B9"/>', '<phoneticPr fontId="1"/>',
        '<sheetCalcPr fullCalcOnLoad="1"/>', '<ignoredErrors><ignoredError sqref="A1" '
        'evalError="1"/></ignoredErrors>', "<picture/>", "<sheetData/>", "<cols/>",
    ),
    "sheetView": ('<pane ySplit="8" state="frozen" topLeftCell="A12"/>', "<selection/>"),
    "c": ("<v>40.65</v>", "<f>1+1</f>", "<is><t>40.65</t></is>"),
    "row": ('<c r="Z9"><v>1</v></c>', '<c r="ZZ1" s="3"/>'),
    "sheetData": ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', '<row r="500"/>'),
    "font": ("<strike/>", '<color theme="0"/>', '<sz val="2"/>', "<i/>", '<u val="double"/>',
             '<vertAlign val="subscript"/>', '<charset val="2"/>', "<shadow/>"),
    "patternFill": ('<fgColor rgb="FF000000"/>', '<bgColor indexed="8"/>'),
    "border": ('<left style="thick"/>', '<bottom style="thin"/>'),
    "xf": ('<alignment textRotation="45"/>', '<protection locked="0"/>'),
    "workbook": ("<definedNames/>", '<calcPr calcMode="manual"/>', "<bookViews/>"),
    "definedNames": ('<definedName name="more">Inputs!$D$5</definedName>',),
    "styleSheet": ("<dxfs/>", "<numFmts/>", "<colors/>"),
}  # fmt: skip


def altered_at_random(parts: Parts, seed: int) -> tuple[str, bytes]:
    """Return what was done to a package, and the file; the same for the same seed."""
    chance = random.Random(seed)
    made, told = dict(parts), []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        name = _part(made, chance)
        root = ET.fromstring(made[name])
        done = chance.choice(_WAYS)(root, chance)
        if done is None:
            continue
        told.append(f"{name}: {done}")
        made[name] = xml_with({"": root.tag.partition("}")[0].removeprefix("{")}, root)
    return "; ".join(told) or "nothing", packed(made)


def _part(parts: Parts, chance: random.Random) -> str:
    names = sorted(parts)
    weights = [
        next((w for start, w in _WEIGHTS.items() if name.startswith(start)), 0) for name in names
    ]
    return chance.choices(names, weights)[0]


def _elements(root: ET.Element) -> list[ET.Element]:
    return [element for element in root.iter() if not _OF_PRINTING.search(element.tag)]


def _choose(root: ET.Element, chance: random.Random) -> ET.Element:
    """Choose an element, by its kind first, so that few cells do not hide behind many."""
    kinds = sorted({element.tag for element in _elements(root)})
    kind = chance.choice(kinds)
    return chance.choice([element for element in _elements(root) if element.tag == kind])


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _another(value: str, chance: random.Random) -> str:
    """Return another value of much the same kind."""
    if re.fullmatch(r"-?\d+(\.\d+)?", value) and chance.random() < 0.8:
        near = (str(int(float(value)) + 1), str(int(float(value)) - 1), repr(float(value) * 1.5))
        return chance.choice((*near, *_NUMBERS))
    if value in ("true", "false", "0", "1"):
        return chance.choice(("0", "1", "true", "false"))
    return chance.choice((*_WORDS, *_NUMBERS, value[1:], value + "1", value.swapcase()))


def _set_attribute(root: ET.Element, chance: random.Random) -> str | None:
    element = _choose(root, chance)
    if not element.attrib:
        return None
    key = chance.choice(sorted(element.attrib))
    before, now = element.attrib[key], _another(element.attrib[key], chance)
    element.set(key, now)
    return f"{key} of {_local(element)} from {before:.40} to {now:.40}"


def _add_attribute(root: ET.Element, chance: random.Random) -> str | None:
    some = [element for element in _elements(root) if _local(element) in _MORE]
    if not some:
        return None
    kind = chance.choice(sorted({_local(element) for element in some}))
    element = chance.choice([element for element in some if _local(element) == kind])
    key = chance.choice(_MORE[kind])
    value = chance.choice((*_NUMBERS, *_NUMBERS, *_WORDS))
    element.set(key, value)
    return f"{key}={value} put into {kind} {element.get('r', '')}"


def _drop_attribute(root: ET.Element, chance: random.Random) -> str | None:
    element = _choose(root, chance)
    if not element.attrib:
        return None
    key = chance.choice(sorted(element.attrib))
    return f"{key}={element.attrib.pop(key):.40} taken from {_local(element)}"


def _parent(root: ET.Element, chance: random.Random) -> ET.Element | None:
    some = [element for element in _elements(root) if len(element)]
    return chance.choice(some) if some else None


def _drop_element(root: ET.Element, chance: random.Random) -> str | None:
    element = _choose(root, chance)
    for parent in root.iter():
        if element in list(parent):
            parent.remove(element)
            return f"{_local(element)} {element.attrib!s:.60} taken away"
    return None


def _double_element(root: ET.Element, chance: random.Random) -> str | None:
    parent = _parent(root, chance)
    if parent is None:
        return None
    place = chance.randrange(len(parent))
    parent.insert(place, parent[place])
    return f"{_local(parent[place])} {parent[place].attrib!s:.60} given twice"


def _swap_elements(root: ET.Element, chance: random.Random) -> str | None:
    parent = _parent(root, chance)
    if parent is None or len(parent) < 2:
        return None
    one, other = chance.sample(range(len(parent)), 2)
    parent[one], parent[other] = parent[other], parent[one]
    return f"{_local(parent[one])} and {_local(parent[other])} of {_local(parent)} swapped"


def _set_text(root: ET.Element, chance: random.Random) -> str | None:
    some = [element for element in _elements(root) if (element.text or "").strip()]
    if not some:
        return None
    element = chance.choice(some)
    before, element.text = element.text or "", _another(element.text or "", chance)
    return f"text of {_local(element)} from {before:.40} to {element.text:.40}"


def _put_element(root: ET.Element, chance: random.Random) -> str | None:
    some = [element for element in _elements(root) if _local(element) in _SNIPPETS]
    if not some:
        return None
    kind = chance.choice(sorted({_local(element) for element in some}))
    element = chance.choice([element for element in some if _local(element) == kind])
    snippet = chance.choice(_SNIPPETS[kind])
    space = element.tag.partition("}")[0].removeprefix("{")
    wrapped = ET.fromstring(f'<x xmlns="{space}" xmlns:r="{OFFICE}">{snippet}</x>')
    element.insert(chance.randint(0, len(element)), wrapped[0])
    return f"{snippet:.60} put into {kind} {element.get('r', '')}"


def _other_namespace(root: ET.Element, chance: random.Random) -> str | None:
    element = _choose(root, chance)
    space = chance.choice(("urn:x", MAIN, "http://schemas.microsoft.com/office/other"))
    name = _local(element)
    element.tag = f"{{{space}}}{name}"
    return f"{name} in the namespace {space}"


_WAYS: tuple[Callable[[ET.Element, random.Random], str | None], ...] = (
    *(4 * (_set_attribute,)), *(3 * (_add_attribute,)), _drop_attribute, _drop_element,
    _double_element, _swap_elements, *(2 * (_set_text,)), *(2 * (_put_element,)), _other_namespace,
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How many altered packages were named, how many passed, and which of them deceive."""

    named: int
    passed: int
    deceived: list[str]


def judged(parts: Parts, original: Path, seeds: Iterable[int], folder: Path) -> Outcome:
    """Alter a package once a seed; verify each, and render those that pass beside the original."""
    need_programs()
    passed: dict[Path, str] = {}
    named = 0
    for seed in seeds:
        told, content = altered_at_random(parts, seed)
        path = folder / f"{seed}.xlsx"
        path.write_bytes(content)
        if _is_named(path, original):
            named += 1
            path.unlink()
        else:
            passed[path] = f"{seed}: {told}"
    good, *seen = shown_by_libreoffice([original, *passed], folder)
    assert good is not None
    deceived = [
        told
        for shown, told in zip(seen, passed.values(), strict=True)
        if shown is None or not shown.same_as(good)
    ]
    return Outcome(named, len(passed), deceived)


def _is_named(path: Path, original: Path) -> bool:
    try:
        verification = fp.verify_workbook(path, original=original)
    except fp.FairpriceError:
        return True
    return verification.status == 1 or not verification.changed_inputs.empty


def main(count: int, first: int) -> None:
    """Alter the smallest workbook of the tests, a hundred packages at a time."""
    with tempfile.TemporaryDirectory() as folder:
        original = fp.write_fee_workbook(cases()["all rates stated, 2014"], Path(folder) / "0.xlsx")
        parts, named, passed = parts_of(original), 0, 0
        for start in range(first, first + count, 100):
            seeds = range(start, min(start + 100, first + count))
            with tempfile.TemporaryDirectory() as inner:
                outcome = judged(parts, original, seeds, Path(inner))
            named, passed = named + outcome.named, passed + outcome.passed
            print(f"{seeds.stop - first} altered: {named} named, {passed} passed", flush=True)
            for told in outcome.deceived:
                print(f"  shown otherwise: {told}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
