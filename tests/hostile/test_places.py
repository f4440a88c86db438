"""Names become files and addresses: none leads out of its folder, and each that will not do is told with its place."""

import os
import shutil
from pathlib import Path

import pytest

from proofpress.content import load
from proofpress.diagnostics import BuildError
from tests.content.sites import KINDS, small
from tests.desk import Desk, digests

EVIL = (
    "..", ".", "../up", "../../../etc/passwd", "/etc/passwd", "C:\\x", "..\\up", "a/b", "a\\b", "%2e%2e%2fup", "..%2f",
    "con", "nul", "com1", "lpt9", "aux", "a" * 65, "a" * 300, "a b", "a.b", ".hidden", "A", "é", "a\u0301", "-a", "a-",
    "a--b", "~", "$HOME", "`id`", "$(id)", "a\nb", "a?b", "a#b", "*", "<script>", "{{ x }}", "..;", "...", "\u202eab",
    "ａ", "a\u200bb", "file:", "http:x",
)  # fmt: skip


def said(content: Path, **how: object) -> list[str]:
    """Return the problems of a site, which must have some."""
    with pytest.raises(BuildError) as caught:
        load(content, KINDS, **how)
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


def quoted(name: str) -> str:
    """Return a name in YAML's quotes, control characters escaped."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in name) + '"'


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small site, in the working directory."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Path("content")


@pytest.mark.parametrize("name", EVIL)
@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("steps/figures.yaml", "  rate-curve:"),
        ("steps/experiments.yaml", "  learning-rate:"),
        ("steps/page.yaml", "id: what-a-step-is"),
        ("steps/page.yaml", "id: robbins1951"),
        ("steps/claims.yaml", "id: size-of-a-step"),
        ("site.yaml", "home: steps"),
    ],
)
def test_an_id_that_is_no_safe_name_is_refused(content: Path, name: str, file: str, old: str) -> None:
    """Ids of figures, experiments, sections, works and claims, and the home, are refused at their line."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    before, colon, after = old.partition(":")
    new = f"  {quoted(name)}:" if not after else f"{before}: {quoted(name)}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert colon
    found = said(content)
    assert any(diagnostic.startswith(f"content/{file}:{line}:") for diagnostic in found), found


@pytest.mark.parametrize("name", [name for name in EVIL if "/" not in name and name[0] != "."])
def test_a_folder_that_is_no_safe_name_is_refused(content: Path, name: str) -> None:
    """A comparison's folder becomes its address: its name is held to the same rule."""
    if len(name) > 255:
        pytest.skip("no file system takes such a name")
    (content / "steps").rename(content / name)
    found = said(content)
    assert any("error[unsafe-name]" in diagnostic or "error[reserved-name]" in diagnostic for diagnostic in found), (
        found
    )
    assert all("\n" not in diagnostic and "\u202e" not in diagnostic for diagnostic in found)


@pytest.mark.parametrize("name", EVIL)
def test_only_takes_a_comparison_that_is_there(content: Path, name: str) -> None:
    """`--only` chooses among the folders of the content; it is no path, and nothing is read outside."""
    diagnostics = said(content, only=name)
    assert any("error[unknown-comparison]: there is no comparison '" in diagnostic for diagnostic in diagnostics), (
        diagnostics
    )


@pytest.mark.parametrize("name", EVIL)
def test_new_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    """`new` makes a folder of a safe name in content/ or none at all."""
    shutil.copytree(small(tmp_path / "site"), tmp_path / "site" / "again")
    desk = Desk(tmp_path / "site", tmp_path / "runs")
    before = digests(tmp_path)
    answer = desk.run("new", "--", name)
    assert answer.status == 1
    assert answer.err.startswith("new: error[unsafe-slug]: '")
    assert answer.err.count("\n") == 1
    assert digests(tmp_path) == before


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://x.org", "https://x.org/\"onclick=x", "https://x.org/<b>",
        "data:text/html,x", "//x.org", "https://user@x.org/", "https://x.org/\u202e", "https:x", "https://", "ftp://x.org",
        "https://x.org/'x", "https://x.org/`x", "https://x.org\\@y.org", "https://x.org/\tx", "file:///etc/passwd",
        "https://x.org/{{ x }}", "vbscript:x", "https://é.org/", "\\\\x.org",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("file", "key"),
    [("site.yaml", "licence_link"), ("site.yaml", "repository"), ("site.yaml", "base_url"),
     ("steps/page.yaml", "link")],
)  # fmt: skip
def test_an_address_is_plain_or_refused(content: Path, address: str, file: str, key: str) -> None:
    """Links of the site and of works are web addresses without anything that HTML or a browser reads otherwise."""
    path = content / file
    lines = path.read_text(encoding="utf-8").split("\n")
    line = next(at for at, words in enumerate(lines, 1) if words.strip().startswith(f"{key}:"))
    lines[line - 1] = lines[line - 1].partition(f"{key}:")[0] + f"{key}: {quoted(address)}"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = said(content)
    assert any(diagnostic.startswith(f"content/{file}:{line}:") for diagnostic in found), found
    if key == "base_url":
        assert any(
            diagnostic.startswith("--base-url: error[wrong-address]") for diagnostic in said(content, base_url=address)
        )


def test_links_that_lead_out_are_not_followed(content: Path, tmp_path: Path) -> None:
    """A file or folder of the content that is a link to elsewhere is refused, and what is there is not read."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: the secret\n", encoding="utf-8")
    (content / "site.yaml").unlink()
    os.symlink(secret, content / "site.yaml")
    os.symlink("/etc", content / "etc")
    found = said(content)
    assert "content/site.yaml: error[link-outside]: the file is a link that leads out of the content folder — put a " \
        "copy of the file here" in found  # fmt: skip
    assert not any("the secret" in diagnostic or "passwd" in diagnostic for diagnostic in found)
