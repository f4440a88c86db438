"""Whatever folders the options name: what is not ours stays, and what cannot be is told in a line."""

import builtins
import os
from pathlib import Path

import pytest

from proofpress.cache import fingerprint
from proofpress.models.build_options import BuildOptions
from proofpress.provenance import Commit
from tests.desk import Desk, digests


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--output", "content"), "content: error[not-apart]: 'content' is the folder of --content, 'content'"),
        (("--output", "content/new"), "content/new: error[not-apart]: 'content/new' lies in the folder of --content"),
        (("--output", "."), ".: error[not-apart]: '.' holds the folder of --content, 'content'"),
        (("--runs", "content"), "content: error[not-apart]: 'content' is the folder of --content, 'content'"),
        (("--runs", "content/runs"), "content/runs: error[not-apart]: 'content/runs' lies in the folder of --content"),
        (("--runs", "output/runs"), "output/runs: error[not-apart]: 'output/runs' lies in the folder of --output"),
        (("--runs", "link"), "link: error[not-apart]: 'link' is the folder of --content, 'content'"),
    ],
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_what_is_written_lies_apart_from_what_is_read(empty_desk: Desk, command, words, said):
    """Each such option is refused before anything is read or written."""
    (empty_desk.folder / "link").symlink_to("content")
    before = digests(empty_desk.folder)
    own = Desk(empty_desk.folder, Path("elsewhere"))
    ended = own.run(command, *words)
    assert ended.status == 1
    assert said in ended.err, ended
    assert digests(empty_desk.folder) == before


def test_no_output_is_removed_that_lies_in_content(empty_desk: Desk):
    """`clean` is refused too."""
    before = digests(empty_desk.folder)
    assert "lies in the folder of --content" in empty_desk.run("clean", "--output", "content/steps").err
    assert digests(empty_desk.folder) == before


@pytest.mark.parametrize("command", ["build", "clean"])
def test_an_output_that_is_a_link_to_itself_is_told(empty_desk: Desk, command):
    """A circle of links ends in a line."""
    (empty_desk.folder / "output").symlink_to("output")
    ended = empty_desk.run(command)
    assert (ended.status, ended.err) == (
        1,
        "output: error[not-ours]: 'output' is a link in a circle — give another --output, or remove the link\n",
    )


def test_what_an_output_leads_to_is_not_removed(empty_desk: Desk):
    """`clean` of a link says where it leads, and removes nothing there."""
    from proofpress.models import File
    from tests.publish.whole import swap

    swap([File("index.html", b"ours")], empty_desk.folder / "real")
    (empty_desk.folder / "output").symlink_to("real")
    before = digests(empty_desk.folder / "real")
    ended = empty_desk.run("clean")
    assert ended.status == 1
    assert f"'output' is a link to '{empty_desk.folder / 'real'}'" in ended.err
    assert digests(empty_desk.folder / "real") == before


def test_runs_are_removed_only_from_a_store(empty_desk: Desk):
    """A folder of photographs, whatever their names, loses none by `clean --runs`."""
    photograph = empty_desk.folder / "photos" / "ab" / f"{'ab' * 16}.jpg"
    photograph.parent.mkdir(parents=True)
    photograph.write_bytes(b"cat")
    ended = empty_desk.run("clean", "--runs", "photos")
    assert ended.status == 1
    assert "error[not-ours]: 'photos' is not known to be a store" in ended.err
    assert photograph.read_bytes() == b"cat"


def test_a_film_beside_content_is_not_read(empty_desk: Desk, monkeypatch):
    """Three gigabytes that no build reads cost none, and change nothing."""
    film = empty_desk.folder / "content" / "steps" / "film.mp4"
    with film.open("wb") as file:
        file.truncate(3 << 30)
    opened = builtins.open

    def watched(path, *given, **named):
        assert os.fspath(path) != str(film) if not isinstance(path, int) else True
        return opened(path, *given, **named)

    monkeypatch.setattr(builtins, "open", watched)
    options = BuildOptions(empty_desk.folder / "content", templates=empty_desk.folder / "none")
    before = fingerprint.fingerprint(options, Commit(None, None))
    film.unlink()
    assert fingerprint.fingerprint(options, Commit(None, None)) == before
