"""Data that a page loads as a script: opened from disk, a page may load scripts, and nothing else."""

import base64
import posixpath

from proofpress.models import File


def as_script(path: str, data: bytes) -> File:
    """Return deflated bytes as a script that leaves them, in base 64, under the name of its file without `.js`."""
    name = posixpath.basename(path).removesuffix(".js")
    packed = base64.b64encode(data).decode()
    return File(path, f'(globalThis.proofpressData??={{}})["{name}"]="{packed}";\n'.encode())
