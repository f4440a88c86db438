"""Somebody changes content, output or the clock while a build is at work, at any stage: no page is believed wrongly.

Stages are told apart by hooks between them, not by time: what is done there is done at just that moment.
"""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from proofpress import pipeline
from proofpress.cache import file_stamp, fingerprint, manifest, reading
from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError
from proofpress.models import File
from proofpress.models.artifact import Artifact
from proofpress.models.build_options import BuildOptions
from proofpress.publish import folder, swap
from proofpress.publish.lock import lock
from proofpress.publish.publish import publish
from tests.content.sites import small
from tests.desk import ROOT

TURNS = 200
ONE, OTHER = "A step subtracts a part", "Each step subtracts a part"
PAGE = '<!doctype html><html lang="en"><title>{0}</title><h1>{0}</h1>'
SECOND_NS = 1_000_000_000


def test_what_is_read_is_what_was_digested(tmp_path, monkeypatch):
    """Saved and restored around any read: the text is that of the digest, or the build has to begin again.

    Whatever file it is, whether it is changed, removed, or one that was not there, and whenever it is undone.
    """
    monkeypatch.chdir(tmp_path)
    content = small(tmp_path)
    options = BuildOptions(Path("content"), Path("output"), ROOT / "templates", Path("runs"))
    plain = pipeline.read(options)
    digests = fingerprint.fingerprint(options, None)
    chance, again, same = random.Random(1), 0, 0
    files = sorted(path for path in content.rglob("*.yaml"))
    meddler = Meddler()
    monkeypatch.setattr(Path, "read_bytes", lambda path: meddler.read(path))
    for _ in range(TURNS):
        meddler.begin(chance.choice(files), chance.choice([edit, remove, add]), chance.choices(range(len(files)), k=2))
        try:
            with reading.expecting(digests.files):
                found = pipeline.read(options)
            assert found == plain
            same += 1
        except reading.InputsChanged:
            again += 1
        finally:
            meddler.undo()
    assert again > TURNS / 10
    assert same > TURNS / 10


READ = Path.read_bytes


class Meddler:
    """Changes a file before one read of content, and undoes that before another one, or at the end."""

    def begin(self, victim: Path, change: Callable[[Path], Callable[[], None]], reads: list[int]) -> None:
        """Say what is to be done, and before which reads."""
        self.victim, self.change, (self.first, self.last), self.reads = victim, change, sorted(reads), 0
        self.undone: Callable[[], None] = nothing

    def read(self, path: Path) -> bytes:
        """Read a file of content, as somebody else meddles with it."""
        if path.suffix == ".yaml":
            if self.reads == self.first:
                self.undone = self.change(self.victim)
            if self.reads == self.last:
                self.undo()
            self.reads += 1
        return READ(path)

    def undo(self) -> None:
        """Make all as it was."""
        self.undone()
        self.undone = nothing


def nothing() -> None:
    """Leave all as it is."""


def edit(path: Path) -> Callable[[], None]:
    """Save another text of equal size under the same time."""
    data, status = READ(path), path.stat()
    path.write_bytes(data.replace(b"e", b"E", 1))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return lambda: written(path, data, status)


def remove(path: Path) -> Callable[[], None]:
    """Remove a file for a while."""
    data, status = READ(path), path.stat()
    path.unlink()
    return lambda: written(path, data, status)


def add(path: Path) -> Callable[[], None]:
    """Lay a copy of a comparison beside it for a while."""
    new = path.parent.parent / "another" if path.parent.name != "content" else path.parent / "another"
    new.mkdir()
    (new / "page.yaml").write_text("title: x\n")

    def undo() -> None:
        (new / "page.yaml").unlink()
        new.rmdir()

    return undo


def written(path: Path, data: bytes, status: os.stat_result) -> None:
    """Write a file as it was."""
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


STAGES = ("put", "stand", "exchange", "discard", "stamps", "remember", "after")


@pytest.mark.parametrize(
    ("granularity", "leap_ns"),
    [(1, 0), (SECOND_NS, 0), (1, 3600 * SECOND_NS)],
    ids=["fine", "whole-seconds", "set-anew"],
)
def test_damage_to_output_at_any_stage_is_found_by_the_next_build(tmp_path, monkeypatch, granularity, leap_ns):
    """A file of output/ that is edited, emptied, replaced, removed or laid beside others is never believed.

    At each stage of a build, for files that are written, kept and left standing, on disks whose clocks are fine, on
    those that keep whole seconds, and under a clock that somebody sets forward or back at that stage. What nobody
    touched is believed, sooner or later.
    """
    clock = DiskClock(granularity)
    clock.install(monkeypatch)
    chance = random.Random(2)
    options = BuildOptions(tmp_path / "content", tmp_path / "output", tmp_path / "templates", tmp_path / "runs")
    store = Store(options.runs)
    found = 0
    for turn in range(TURNS):
        stage, harm = chance.choice(STAGES), chance.choice(HARMS)
        hooks = dict.fromkeys(STAGES, nothing)
        sites = site(turn)
        with lock(options.output):
            last = manifest.recall(store, options)
            victims = list(options.output.rglob("*.html"))

            def strike(harm=harm, victims=victims) -> None:
                clock.leap(chance.randint(-leap_ns, leap_ns))
                victim = options.output / "index.html" if not victims else chance.choice(victims)
                if victim.is_file():
                    harm(victim)

            hooks[stage] = strike
            try:
                with pytest.MonkeyPatch.context() as patch:
                    hook(patch, hooks)
                    done = publish(parts(sites, last), options.output, store, "", last)
                    hooks["remember"]()
                    manifest.remember(store, options, "x", done.artifacts, done.tree)
                    hooks["after"]()
            except swap.OutputTouched:
                found += 1
                continue
            except BuildError as refused:
                if "stranger.html'" not in str(refused):
                    raise
                clear_strangers(options.output)
                continue
            now = manifest.recall(store, options)
            lies = {p.relative_to(options.output).as_posix(): p.read_bytes() for p in options.output.rglob("*.html")}
            wanted = {file.path: file.data for files in sites.values() for file in files}
            for name, files in sites.items():
                if name in now.artifacts:
                    assert all(lies.get(file.path) == file.data for file in files), (turn, stage, harm.__name__, name)
            assert now.is_whole == (lies == wanted), (turn, stage, harm.__name__)
            found += not now.is_whole
            clear_strangers(options.output)
    assert found > TURNS / 3


def site(turn: int) -> dict[str, tuple[File, ...]]:
    """Return the files of two artifacts: one changes from turn to turn, the other seldom."""
    return {
        "often": (page("index.html", f"often {turn:03d}"), page("a/kept/index.html", "kept")),
        "seldom": (page("seldom/index.html", f"seldom {turn // 50}"), page("seldom/x/index.html", "x")),
    }


def page(path: str, words: str) -> File:
    return File(path, PAGE.format(f"{path} {words}").encode())


def parts(sites: dict[str, tuple[File, ...]], last: manifest.LastBuild) -> list[Artifact]:
    """Return the artifacts of a build; what is intact and would come out the same comes without files."""
    made = []
    for name, files in sites.items():
        key = str([file.data for file in files])
        same = name in last.artifacts and last.artifacts[name].key == key
        made.append(last.artifacts[name] if same else Artifact(name, key, {}, (), files))
    return made


def hook(patch: pytest.MonkeyPatch, hooks: dict[str, Callable[[], None]]) -> None:
    """Call hooks between the stages of publishing, each once."""

    def before(owner: object, name: str, stage: str) -> None:
        call = getattr(owner, name)

        def hooked(*given, **named):
            act, hooks[stage] = hooks[stage], nothing
            act()
            return call(*given, **named)

        patch.setattr(owner, name, hooked)

    before(swap.Staging, "put", "put")
    before(swap.Staging, "stand", "stand")
    before(swap, "_exchange", "exchange")
    before(swap, "_discard", "discard")
    before(swap.Staging, "_now", "stamps")


class DiskClock:
    """The clock of a disk that keeps times no finer than some nanoseconds, and that somebody may set anew.

    leaps: from which time of the real clock on it was how far ahead.
    """

    def __init__(self, granularity: int) -> None:
        self.granularity = granularity
        self.leaps: list[tuple[int, int]] = [(0, 0)]

    def leap(self, ahead_ns: int) -> None:
        """Set the clock so far ahead of the real one, for all that is written from now on."""
        if ahead_ns:
            self.leaps.append((time.time_ns(), ahead_ns))

    def shown(self, time_ns: int) -> int:
        """Return the time that the disk keeps of something that was written at a time of the real clock."""
        ahead = next(ahead for since, ahead in reversed(self.leaps) if time_ns >= since)
        return (time_ns + ahead) // self.granularity * self.granularity

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the press see this clock's times of files."""
        stamp_of, stat = file_stamp.stamp_of, os.stat

        def stamped(status: os.stat_result) -> bytes:
            inode, size, *times = file_stamp.STAMP.unpack(stamp_of(status))
            return file_stamp.STAMP.pack(inode, size, *map(self.shown, times))

        def status_of(path: str) -> SimpleNamespace:
            return SimpleNamespace(st_mtime_ns=self.shown(stat(path).st_mtime_ns))

        for module in (file_stamp, swap):
            monkeypatch.setattr(module, "stamp_of", stamped)
        system = SimpleNamespace(utime=os.utime, stat=status_of, lstat=os.lstat)
        monkeypatch.setattr(file_stamp, "os", system)


def edited(path: Path) -> None:
    """Change letters in place: the size stays."""
    with path.open("r+b") as file:
        file.seek(20)
        file.write(b"XX")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def replaced(path: Path) -> None:
    """Put another file of equal size in its place."""
    new = path.with_name(".new")
    new.write_bytes(path.read_bytes().replace(b"html", b"HTML"))
    new.replace(path)


def removed(path: Path) -> None:
    path.unlink()


def beside(path: Path) -> None:
    """Lay another page beside it."""
    path.with_name("stranger.html").write_bytes(b"mine")


def clear_strangers(output: Path) -> None:
    for path in output.rglob("stranger.html"):
        path.unlink()


HARMS = (edited, emptied, replaced, removed, beside)


def test_times_before_1970_and_far_ahead_are_times(tmp_path):
    """Files of output/ and of the store that are dated 1901 or 2200 are files like others."""
    options = BuildOptions(tmp_path / "content", tmp_path / "output", tmp_path / "templates", tmp_path / "runs")
    store = Store(options.runs)
    for second in (-2_177_452_800, 7_258_118_400):
        for path in [*options.output.rglob("*"), *options.runs.rglob("*")]:
            os.utime(path, (second, second))
        last = manifest.recall(store, options)
        done = publish(parts(site(0), last), options.output, store, "", last)
        manifest.remember(store, options, "x", done.artifacts, done.tree)
        assert manifest.recall(store, options).is_whole
        assert (options.output / folder.MARKER).is_file()
