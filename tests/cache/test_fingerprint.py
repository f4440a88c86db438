"""The fingerprint of a build covers what the build reads, and reads nothing else."""

from pathlib import Path

from msgspec.structs import replace

from proofpress.cache.fingerprint import fingerprint
from proofpress.models.build_options import BuildOptions
from proofpress.provenance import Commit
from tests.content.sites import small

NONE = Commit(None, None)


def test_files_beside_content_are_not_read(tmp_path: Path) -> None:
    """A file that no build reads changes nothing, however large it is; a content file is read up to its limit."""
    options = replace(BuildOptions(), content=small(tmp_path))
    before = fingerprint(options, NONE)
    for name in ("film.mp4", "steps/film.mp4"):
        with (options.content / name).open("wb") as file:
            file.truncate(1 << 36)
    assert fingerprint(options, NONE) == before
    with (options.content / "steps/large.yaml").open("wb") as file:
        file.truncate(1 << 36)
    after = fingerprint(options, NONE)
    assert (after.shared, after.comparisons == before.comparisons) == (before.shared, False)


def test_tables_and_modules_beside_content_count_to_their_last_byte(tmp_path: Path) -> None:
    """A data file or a module in or below a comparison's folder belongs to that comparison; beside them, to none."""
    options = replace(BuildOptions(), content=small(tmp_path))
    before = fingerprint(options, NONE)
    (options.content / "table.csv").write_text("x\n1\n")
    assert fingerprint(options, NONE) == before
    folder = options.content / "steps" / "data"
    folder.mkdir()
    (folder / "runs.csv").write_text("x\n1\n")
    (folder.parent / "mine.py").write_text("A = 1\n")
    first = fingerprint(options, NONE)
    assert {Path(path).name for path in first.files.keys() - before.files.keys()} == {"runs.csv", "mine.py"}
    (folder / "runs.csv").write_text("x\n2\n")
    after = fingerprint(options, NONE)
    assert (after.shared, after.comparisons == first.comparisons, after.whole == first.whole) == (
        before.shared,
        False,
        False,
    )
