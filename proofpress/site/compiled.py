"""Compiled templates of the press, kept beside its compiled code, in `__pycache__`: to compile them takes 0.2 s.

Side effects: reads and writes files in `__pycache__`.

Only templates that come with the press are kept, under the same trust as its own code, and each is believed for the
same bytes of the template, Jinja, Python and code of ours alone. A site's own templates are compiled in every build: no
code is kept beside them, or read from there.
"""

import importlib.util
import marshal
import sys
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from proofpress.cache.atomic import write_atomically
from proofpress.cache.keys import code_digest, digest
from proofpress.versions import version


class CompiledTemplates(BytecodeCache):
    """Templates as code. kept: the names of those that come with the press. made_by: the module that fills them in."""

    def __init__(self, kept: Container[str], made_by: str) -> None:
        self._kept = kept
        self._made_by = made_by

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return where the code of a template is put, with the code that is kept. A site's are not kept."""
        if name not in self._kept:
            return Bucket(environment, "", "")
        known = digest(name, filename, source, code_digest(self._made_by), version("jinja2"))
        bucket = Bucket(environment, str(_file(name)), known)
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket the code that is kept for it, if there is any."""
        with suppress(OSError, EOFError, ValueError, TypeError):
            head, _, code = Path(bucket.key).read_bytes().partition(b"\n")
            if head.decode() == bucket.checksum:
                loaded = marshal.loads(code)
                bucket.code = loaded if isinstance(loaded, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket, where Python may keep its own."""
        if bucket.key and bucket.code is not None and not sys.dont_write_bytecode:
            # A folder that cannot be written to costs time, and nothing else.
            with suppress(OSError):
                write_atomically(Path(bucket.key), f"{bucket.checksum}\n".encode() + marshal.dumps(bucket.code))


def _file(name: str) -> Path:
    """Return where the code of a template is kept; as with Python's own files, the name says for which Python."""
    beside = Path(importlib.util.cache_from_source(__file__))
    return beside.with_name(f"{name.replace('/', '.')}.{sys.implementation.cache_tag}.jinja")
