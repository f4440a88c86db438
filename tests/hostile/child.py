"""The worker as tests speak to it, and what every answer of the press must be like."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofpress.content.yaml_reader.characters import FORBIDDEN
from tests.desk import ROOT

LINE = re.compile(r"content(/\S+)?(:[1-9]\d*:[1-9]\d*)?: error\[[a-z0-9]+(-[a-z0-9]+)*\]: \S.*")
MORE = re.compile(r"and [\d,]+ more problems: --verbose prints all")
PLACED = re.compile(r"content/\S+:[1-9]\d*:[1-9]\d*: error\[.*")
ALIEN = re.compile(r"Traceback|our-bug|pydantic|Input should|<class|object at 0x|yaml\.|Error\(", re.IGNORECASE)
LONGEST_LINE = 5_000
MEMORY = 2**30


@dataclass
class Child:
    """A worker in a folder; a new one is begun where the last one died."""

    folder: Path
    process: "subprocess.Popen[str] | None" = None
    cases: int = 0
    refused: int = 0
    slowest: float = 0.0
    peak: int = 0

    def ask(self, files: Mapping[str, bytes], **other: str) -> dict[str, Any]:
        """Return what loading a site, or another kind of case, gives; a death of the worker is a failure."""
        if self.process is None:
            command = [sys.executable, "-m", "tests.hostile.worker"]
            environment = {"PYTHONPATH": str(ROOT), "PATH": "", "LC_ALL": "C.UTF-8"}
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.process = subprocess.Popen(command, cwd=self.folder, env=environment, **pipes)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        case = {"files": {path: data.decode("latin-1") for path, data in files.items()}, **other}
        self.process.stdin.write(json.dumps(case) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            died, self.process = self.process.wait(), None
            raise AssertionError(f"the press ended with {died} (−27: more than 5 s; −11: stack or memory overrun)")
        answer: dict[str, Any] = json.loads(line)
        self.cases += 1
        self.refused += answer["status"] == 1
        self.slowest = max(self.slowest, answer["seconds"])
        self.peak = max(self.peak, answer["peak"])
        return answer

    def close(self) -> None:
        """End the worker."""
        if self.process is not None:
            self.process.communicate()


def assert_for_people(answer: Mapping[str, Any], placed: bool = True) -> None:
    """Check that a site was taken without a word, or refused in lines of the one form, one of them with a line.

    placed: that one problem at least names file, line and column; a file that is not there has none.
    """
    said = answer["err"]
    assert not ALIEN.search(said), said
    assert answer["peak"] < MEMORY
    if answer["status"] == 0:
        assert (answer["out"], said) == ("loaded\n", "")
        return
    assert answer["status"] == 1
    lines = said.removesuffix("\n").split("\n")
    # Of many problems the first are printed, and how many more there are.
    if MORE.fullmatch(lines[-1]):
        lines.pop()
    for line in lines:
        assert LINE.fullmatch(line), line[:300]
        assert len(line) <= LONGEST_LINE
        assert not FORBIDDEN.search(line), line
    assert not placed or any(map(PLACED.match, lines)), said
