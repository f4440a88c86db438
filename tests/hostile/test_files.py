"""What stands where a content file should: nothing, folders, links in circles, pipes, bytes of any kind."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofpress.cache.fingerprint import fingerprint
from proofpress.content import load
from proofpress.diagnostics import BuildError
from proofpress.models.build_options import BuildOptions
from proofpress.provenance import Commit
from tests.content.sites import KINDS, small


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _circle(path: Path) -> None:
    path.unlink()
    os.symlink(path.name, path)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.unlink()
    os.symlink("/dev/zero", path)


def _gone(path: Path) -> None:
    path.unlink()
    os.symlink("nowhere.yaml", path)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (_folder, "missing-file]: this is not a file — put a file here"),
    "a link to itself": (_circle, "unreadable]: this cannot be read: "),
    "a pipe": (_pipe, "missing-file]: this is not a file — put a file here"),
    "a device": (_device, "link-outside]: the file is a link that leads out of the content folder"),
    "a link to nothing": (_gone, "missing-file]: the file is missing"),
    "nothing in it": (lambda path: path.write_bytes(b""), "empty-file]: the file is empty"),
    "a comment alone": (lambda path: path.write_bytes(b"# x\n"), "empty-file]: the file is empty"),
    "a mark of bytes alone": (lambda path: path.write_bytes(b"\xef\xbb\xbf"), "empty-file]: the file is empty"),
    "two megabytes": (lambda path: path.write_bytes(b"a: " + b"x" * 2**21), "too-large]: the file is larger"),
    "UTF-16": (lambda path: path.write_bytes("a: b\n".encode("utf-16")), "not-utf-8]: the byte 0xFF is not UTF-8 text"),
    "bytes": (lambda path: path.write_bytes(bytes(range(256))), "not-utf-8]: the byte 0x80 is not UTF-8 text"),
    "noughts": (lambda path: path.write_bytes(b"\0" * 100), "control-character]: the character U+0000"),
    "two documents": (lambda path: path.write_bytes(b"a: 1\n---\nb: 2\n"), "broken-yaml]: a second document begins"),
    "a list": (lambda path: path.write_bytes(b"- a\n"), "wrong-type]: "),
    "half a million levels": (lambda path: path.write_bytes(b"- " * 499_999), "too-deep]: values are nested"),
    "as many in brackets": (lambda path: path.write_bytes(b"[" * 999_999), "too-deep]: values are nested"),
    "a chain of aliases": (
        lambda path: path.write_text("a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 999))),
        "too-deep]: values are nested more than 32 deep",
    ),
    "too many values": (
        lambda path: path.write_text("".join(f"k{n}: 1\n" for n in range(15_000))),
        "too-large]: the file holds more than 20,000 keys and values — write less in one file",
    ),
    "too many faults": (lambda path: path.write_bytes(b"- yes\n" * 5_000), "yes-or-no]: 'yes' without quotes"),
}  # fmt: skip


@pytest.fixture
def watch() -> Iterator[None]:
    """Turns waiting for ever into a failure."""

    def stop(*_: object) -> None:
        raise AssertionError("it waited for ever")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", ["site.yaml", "steps/page.yaml", "steps/claims.yaml"])
@pytest.mark.parametrize("how", SPOILT)
def test_what_is_no_content_file_is_told(watch, tmp_path, monkeypatch, how, name) -> None:
    """Whatever stands in a file's place gets a line with the file's name, and at most some hundred lines."""
    spoil, message = SPOILT[how]
    spoil(small(tmp_path) / name)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError) as caught:
        load(Path("content"), KINDS)
    found = [str(diagnostic) for diagnostic in caught.value.diagnostics]
    assert any(diagnostic.startswith(f"content/{name}") and f"error[{message}" in diagnostic for diagnostic in found), (
        found[:3]
    )
    assert len(found) <= 300


def test_the_fingerprint_waits_for_no_pipe(watch, tmp_path) -> None:
    """What all files are digested for, before they are read as content, skips what is no file."""
    content = small(tmp_path)
    options = BuildOptions(content, tmp_path / "output", tmp_path / "templates", tmp_path / "runs")
    before = fingerprint(options, Commit(None, None))
    os.mkfifo(content / "pipe")
    os.symlink("/dev/zero", content / "zero")
    os.symlink("nowhere", content / "gone")
    assert fingerprint(options, Commit(None, None)) == before


def test_very_many_problems_end(tmp_path, monkeypatch) -> None:
    """After two hundred problems it is said that there are more, and no more are looked for."""
    content = small(tmp_path)
    page = content / "steps" / "page.yaml"
    sections = "".join(f"  - {{id: X{n}, heading: x, text: x}}\n" for n in range(2_000))
    page.write_text(page.read_text(encoding="utf-8").replace("sections:\n", f"sections:\n{sections}"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError) as caught:
        load(Path("content"), KINDS)
    assert len(caught.value.diagnostics) == 201
    assert str(caught.value.diagnostics[0]) == (
        "content: error[too-many]: there are more problems than the 200 told here — mend these first"
    )
