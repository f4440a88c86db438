"""A CSV opened in a spreadsheet holds text and numbers, whatever words the content has: never a formula."""

import csv
import io
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from proofpress.models import DataTable
from proofpress.site.parts.numbers import write_csv

SMUGGLED = (
    "=1+1", "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", "=HYPERLINK(\"https://x\")",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", '"=1+1', "'=1+1", " =1+1", ",=1+1", ";=1+1", "x\n=1+1", '=1+1",=2+2',
    "\u00a0=1+1", "%0A=1", "DDE(\"x\";\"y\";\"z\")", "{=1+1}", "-", "=", "plain",
)  # fmt: skip
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def table() -> DataTable:
    """Return a table whose heads and words would all be formulas, beside real negative numbers."""
    rows = tuple((word, -0.5 - at, -at if at % 2 else None) for at, word in enumerate(SMUGGLED))
    return DataTable(("=A1", "-B1", "@C1"), rows)


def test_words_are_disarmed_and_numbers_left_alone() -> None:
    """A word that begins as a formula does gets an apostrophe before it; a negative number stays a number."""
    heads, *rows = csv.reader(io.StringIO(write_csv(table()).decode(), newline=""))
    assert heads == ["'=A1", "'-B1", "'@C1"]
    for word, (shown, number, count) in zip(SMUGGLED, rows, strict=True):
        assert shown in (word, f"'{word}")
        assert shown[0] not in "=+-@\t\r\n＝＋－＠"
        assert float(number) < 0
        assert count == "" or int(count) <= 0


def test_a_spreadsheet_sees_no_formula(tmp_path: Path) -> None:
    """LibreOffice, which reads formulas from a CSV, finds none in ours, and every negative number a number."""
    office = shutil.which("localc")
    if office is None:
        pytest.skip("needs LibreOffice Calc on the PATH")
    (tmp_path / "ours.csv").write_bytes(write_csv(table()))
    (tmp_path / "theirs.csv").write_bytes("\r\n".join(["head", *SMUGGLED[:1], "-0.5"]).encode())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # Token 44,34,76: comma, quote, UTF-8; the last two: quoted fields are text or not, formulas are evaluated.
    how = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1,true"
    files = [str(tmp_path / name) for name in ("ours.csv", "theirs.csv")]
    command = [office, profile, "--headless", how, "--convert-to", "fods", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    sheets = sorted(tmp_path.glob("*.fods"))
    found = {path.stem.split("-")[0]: _cells(path) for path in sheets}
    assert any(formula for formula, _ in found["theirs"]), "LibreOffice no longer reads formulas from CSV: no check"
    assert [formula for formula, _ in found["ours"] if formula] == []
    numbers = [value for _, value in found["ours"] if value is not None]
    assert numbers == [value for row in table().rows for value in row[1:] if value is not None]


def _cells(path: Path) -> list[tuple[str | None, float | None]]:
    """Return formula and number, or None, of each cell of a spreadsheet."""
    cells = ElementTree.parse(path).iter(f"{{{TABLE}}}table-cell")
    found = [(cell.get(f"{{{TABLE}}}formula"), cell.get(f"{{{OFFICE}}}value")) for cell in cells]
    return [(formula, None if value is None else float(value)) for formula, value in found]
