"""A desk with a small site on it: built, spoilt and built again by the tests of the press as a whole."""

import contextlib
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from proofpress import cli

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "sites" / "small"
LIGHT = {"click", "rich", "jinja2", "markdown", "latex2mathml", "pyyaml", "msgspec", "pydantic-core"}
"""What every build needs of what the press depends on."""
EXTRAS = ("train", "cluster", "parquet")


def list_heavy() -> tuple[str, ...]:
    """Return the packages that only some commands may import: those of all distributions but the light ones."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = (*project["dependencies"], *(each for name in EXTRAS for each in project["optional-dependencies"][name]))
    heavy = {re.split(r"[^\w-]", each)[0].lower() for each in wanted} - LIGHT
    found = metadata.packages_distributions().items()
    return tuple(sorted(module for module, names in found if heavy & {name.lower() for name in names}))


HEAVY = list_heavy()


@dataclass(frozen=True)
class Said:
    """What a command ended with and said."""

    status: int
    out: str
    err: str

    @property
    def diagnostics(self) -> list[str]:
        """The lines that say what is wrong; progress left out."""
        return [line for line in self.err.splitlines() if "error[" in line]

    @property
    def summary(self) -> dict[str, Any]:
        """The one object of `--format json`."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class Desk:
    """A folder with `content/`, built into `output/`; runs: where trained runs are kept."""

    folder: Path
    runs: Path

    @property
    def output(self) -> Path:
        """Where the site is built."""
        return self.folder / "output"

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words of a content file, which must stand there just once."""
        file = self.folder / "content" / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def words(self, words: Sequence[str], press: Path = ROOT) -> list[str]:
        """A command with the options that every command here is given; `clean --runs` would be another command."""
        runs = [] if "clean" in words else ["--runs", str(self.runs)]
        return ["--templates", str(press / "templates"), *runs, *words]

    def run(self, *words: str) -> Said:
        """Run a command in this process, in the desk's folder."""
        with contextlib.chdir(self.folder), io.StringIO() as out, io.StringIO() as err:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = cli.main(self.words(words), "build.py")
            return Said(status, out.getvalue(), err.getvalue())

    def shell(self, *words: str, press: Path = ROOT, env: Mapping[str, str] | None = None, umask: int = -1) -> Said:
        """Run a command as people do, in a process of its own. press: the checkout it is run from."""
        command = [sys.executable, str(press / "build.py"), *self.words(words, press)]
        ended = subprocess.run(
            command, cwd=self.folder, env={**os.environ, **(env or {})}, capture_output=True, umask=umask, check=False
        )
        return Said(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def imported(self, *words: str) -> tuple[Said, set[str]]:
        """Run a command in a process of its own; return which heavy libraries it imported, too."""
        code = (
            "import sys; sys.path.insert(0, sys.argv[1]); from proofpress import cli; "
            "status = cli.main(sys.argv[2:], 'build.py'); "
            f"print('imported:', *sorted(set(sys.modules) & set({HEAVY!r}))); sys.exit(status)"
        )
        command = [sys.executable, "-c", code, str(ROOT), *self.words(words)]
        ended = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        out, _, names = ended.stdout.partition("imported:")
        return Said(ended.returncode, out, ended.stderr), set(names.split())

    def site(self) -> dict[str, str]:
        """Return path → digest of every file in output/, the marker too."""
        return digests(self.output)

    def entries(self, kind: str = "runs") -> list[Path]:
        """Return the stored entries of a kind."""
        return sorted(self.runs.glob(f"*/*.{kind}"))


def digests(folder: Path) -> dict[str, str]:
    """Return path → digest of every file below a folder; nothing where there is none."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
