"""Wherever in a build the disk refuses, it ends with one line, one whole site, and nothing lying about."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.desk import ROOT, SMALL

SEED = 6
ENTRY = r"runs/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]+: error\[disk\]: it cannot be written or read: "
STORE = r"runs: error\[disk\]: 'runs' cannot be used as a store: "
OUTPUT = r"output: error\[disk\]: 'output' cannot be written: "
MENDS = {
    errno.ENOSPC: ("make room on the disk, and build again", "make room on the disk; the old output is untouched"),
    errno.EDQUOT: ("make room on the disk, and build again", "make room on the disk; the old output is untouched"),
    errno.EROFS: ("use a disk that can be written, and build again", "give an --output on a disk that can be written"),
    errno.EIO: ("see to the disk, and build again", "see what the disk says"),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the builds are forked, which this system cannot")
@pytest.mark.parametrize(("code", "times"), [(errno.ENOSPC, 24), (errno.EDQUOT, 4), (errno.EROFS, 4), (errno.EIO, 4)])
def test_a_disk_that_refuses_any_call(stored, tmp_path, code, times):
    """Each time another call fails: the words are those below to the letter, and the next build mends all."""
    shutil.copytree(SMALL, tmp_path / "content")
    shutil.copytree(stored[0].runs, tmp_path / "runs")
    command = [sys.executable, "-m", "tests.faults.denied", str(code), str(times), str(SEED), str(tmp_path)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert len(told) == times
    strerror = re.escape(os.strerror(code))
    store, output = (f"{strerror} — {re.escape(mend)}\n" for mend in MENDS[code])
    for call, status, said, new, strays in told:
        where = f"{call}: {status} {said}"
        assert strays == [], where
        if status == 0:
            # A link to an old file that cannot be made is written instead; a folder may be there already.
            assert call.partition(" ")[0] in ("os.link", "os.mkdir"), where
            assert (said, new) == ("", True), where
            continue
        assert status == 1, where
        unusable = rf"{strerror} — give a --runs that can be written\n"
        assert re.fullmatch(rf"{ENTRY}{store}|{OUTPUT}{output}|{STORE}{unusable}", said), where
        # Only what is stored after the exchange, so that the next build knows this one, can fail with the new site.
        assert new == (".built" in said), where
    assert len({status for _, status, _, _, _ in told}) == 2 or times < 24
