"""docs/tutorial.md: every command in it is run, every edit is made, and what it says is said."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.desk import ROOT

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- (edit|add|says) ?(\S*) -->\n)?^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INSTALLED = ("python -m venv", ". .venv/bin/activate", "python -m pip")
"""What the release workflow does with the wheel, on three systems; here the checkout stands for it."""


class Walk:
    """Somebody who does what the tutorial says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
        self.said: list[subprocess.CompletedProcess[str]] = []

    def do(self, line: str) -> None:
        """Run a command as it is printed."""
        command = line.partition("  #")[0].strip()
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
        elif command == "python build.py serve":
            self._serve()
        elif not command.startswith(INSTALLED):
            words = [sys.executable, *command.replace("proofpress", "-m proofpress").removeprefix("python ").split()]
            self.said.append(
                subprocess.run(words, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
            )

    def edit(self, file: str, diff: str) -> None:
        """Replace the lines that a diff takes away by those that it brings."""
        old, new = (
            "".join(f"{line[1:]}\n" for line in diff.splitlines() if line.startswith(sign)) for sign in ("-", "+")
        )
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"the tutorial takes away what does not stand once in {file}: {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def add(self, file: str, lines: str) -> None:
        """Add lines to a file."""
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")

    def _serve(self) -> None:
        """Serve the site, as the tutorial says, until the page has come; end it as Ctrl-C does."""
        command = [sys.executable, "build.py", "serve", "--port", "0"]
        with subprocess.Popen(
            command, cwd=self.folder, env=self.env, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            lines = []
            try:
                for line in process.stdout:
                    lines.append(line)
                    address = re.search(r"http://\S+", line)
                    if address:
                        with urlopen(address[0], timeout=30) as answer:
                            assert "This vs That" in answer.read().decode("utf-8")
                        break
                else:
                    pytest.fail(f"the server named no address: {lines}")
            finally:
                process.send_signal(signal.SIGINT)


def unnumbered(text: str) -> str:
    """Return a text with its lines joined, and without the numbers of runs, which differ between machines."""
    return re.sub(r"\d+ points \[\d+, \d+\]", "N points", " ".join(text.split()))


@pytest.mark.skipif(os.name == "nt", reason="the tutorial's commands are those of a POSIX shell")
def test_the_tutorial_is_walked_to_its_end(tmp_path):
    """Its commands run in the order in which they stand, its edits fit, and failures are those that it shows."""
    walk = Walk(tmp_path)
    shown = 0
    for what, where, language, text in BLOCK.findall(TUTORIAL):
        if what == "edit":
            walk.edit(where, text)
        elif what == "add":
            walk.add(where, text)
        elif what == "says":
            failed = walk.said[-1]
            assert failed.returncode == 1, failed
            assert unnumbered(text) in unnumbered(failed.stderr)
            shown += 1
        else:
            assert language == "sh", f"a block of the tutorial is neither a command nor an edit: {text}"
            for line in text.splitlines():
                walk.do(line)
    assert shown == 2
    failed = [each for each in walk.said if each.returncode]
    assert len(failed) == shown, [(each.args, each.stderr) for each in failed]
    summaries = [re.findall(r"(\d+) trained, (\d+) runs reused", each.stdout + each.stderr) for each in walk.said]
    trained = [int(found[0][0]) for found in summaries if found]
    assert trained == [24, 30, 0, 0]
    assert "trains 24 small networks" in TUTORIAL
    assert "the runs of thirty networks" in TUTORIAL
    page = (walk.folder / "output" / "index.html").read_text(encoding="utf-8")
    assert "Small Steps vs Large Steps" in page
    assert "The best of 5 rates" in re.sub(r"<[^>]+>", "", page)
