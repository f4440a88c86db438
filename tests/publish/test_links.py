"""Links in and beside output/ lead nobody out of it: nothing elsewhere is read, changed or removed."""

import json
import os
from pathlib import Path

import pytest

from proofpress.diagnostics import BuildError
from proofpress.models import File
from proofpress.publish import folder, swap
from tests.publish import whole

PAGE = File("deep/index.html", b"a page")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of somebody else that looks just like a site of ours: with a marker, and with the same page."""
    location = tmp_path / "elsewhere"
    whole.swap([PAGE, File("thesis.txt", b"years")], location)
    (location / PAGE.path).chmod(0o600)
    return location


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A site of ours."""
    location = tmp_path / "site" / "output"
    whole.swap([PAGE, File("old.txt", b"old")], location)
    return location


def state(location: Path) -> dict[str, tuple[bytes, int, int, float]]:
    """Return bytes, mode, number of names and time of each file in a folder."""
    found = {}
    for path in sorted(location.rglob("*")):
        if path.is_file():
            about = path.stat()
            found[str(path)] = (path.read_bytes(), about.st_mode, about.st_nlink, about.st_mtime)
    return found


def refused(output: Path) -> list[str]:
    """Return what a build and a clean say, which both have to refuse."""
    words = []
    for act in (lambda: whole.swap([PAGE], output), lambda: swap.clean(output)):
        with pytest.raises(BuildError) as caught:
            act()
        words.append(str(caught.value))
    return words


@pytest.mark.parametrize("name", ["deep", "old.txt", folder.MARKER])
def test_a_link_in_output_is_refused_even_if_the_marker_lists_it(output: Path, elsewhere: Path, name: str) -> None:
    """Who ships an output/ with a marker of their own making cannot have files changed that lie elsewhere."""
    for file in sorted((output / name).rglob("*")):
        file.unlink()
    (output / name).rmdir() if (output / name).is_dir() else (output / name).unlink()
    leads = {"deep": elsewhere / "deep", "old.txt": elsewhere / "thesis.txt", folder.MARKER: elsewhere / folder.MARKER}
    (output / name).symlink_to(leads[name])
    if name != folder.MARKER:
        (output / folder.MARKER).write_text(json.dumps({"files": ["deep", "old.txt", "deep/index.html"]}))
    before, here = state(elsewhere), state(output)
    for words in refused(output):
        assert words.startswith(f"{output}: error[not-ours]: '{output}' holds what no build of ours wrote: '")
        assert f"'{name}'" in words
        assert words.endswith(" — move it out of the folder: a build replaces the folder as a whole")
    assert (state(elsewhere), state(output)) == (before, here)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_in_place_of_a_staging_folder_is_refused(
    output: Path, elsewhere: Path, which: int, dangling: bool
) -> None:
    """Whatever lies beside output/ under a name of ours: a link is not followed, and what it leads to stays."""
    stray = (folder.beside(output).staging, folder.beside(output).aside)[which]
    stray.symlink_to(elsewhere / "nothing" if dangling else elsewhere)
    before, here = state(elsewhere), state(output)
    message = f"{stray}: error[not-ours]: '{stray}' is in the way, and is not ours to remove — move it away"
    assert refused(output) == [message, message]
    assert (state(elsewhere), state(output)) == (before, here)
    assert stray.is_symlink()


def test_a_file_in_place_of_a_staging_folder_is_refused(output: Path) -> None:
    """A file that happens to have the name of our staging folder stays."""
    stray = folder.beside(output).staging
    stray.write_bytes(b"mine")
    message = f"{stray}: error[not-ours]: '{stray}' is in the way, and is not ours to remove — move it away"
    assert refused(output) == [message, message]
    assert stray.read_bytes() == b"mine"


def test_an_output_that_is_a_link_to_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    """A link is followed only to a folder that is empty or ours; another folder keeps every file, and the link."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_bytes(b"years")
    output = tmp_path / "output"
    output.symlink_to(theirs)
    before = state(theirs)
    message = f"{output}: error[not-ours]: '{output}' holds files that no build of ours wrote, such as 'thesis.txt'"
    assert refused(output) == [f"{message} — give an empty --output, or empty this one yourself"] * 2
    assert state(theirs) == before
    assert output.is_symlink()


def test_a_folder_that_is_linked_into_output_is_not_emptied_with_it(output: Path, elsewhere: Path) -> None:
    """A site that is removed takes links along, never what they lead to."""
    (output / "deep" / "more").symlink_to(elsewhere)
    before = state(elsewhere)
    folder.remove(output)
    assert not output.exists()
    assert state(elsewhere) == before


def test_a_parent_that_cannot_be_listed_is_no_failed_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the new site is in place, a folder that cannot be opened to synchronise its names is no fault."""
    opened = os.open

    def refuse(path, flags, *more, **named):
        if Path(path) == tmp_path and flags == os.O_RDONLY:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    assert whole.swap([PAGE], tmp_path / "output").written == 1
    assert (tmp_path / "output" / PAGE.path).read_bytes() == PAGE.data
