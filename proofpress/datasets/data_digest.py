"""A digest of the files of each data set, for the keys of runs.

Side effects: reads the files, without importing the library that ships them.

No module that computes runs imports this one, so that a change here changes no key.
"""

from functools import cache

from proofpress.cache.keys import digest, digest_bytes
from proofpress.datasets.data_set import data_sets


@cache
def data_digest(name: str) -> str:
    """Return a digest of a data set's files, of its name alone if it is generated or a file is not where it was.

    The code that loads or generates the rows, and the libraries it uses, are in the key besides; see `plan.modules_of`.
    """
    files = data_sets()[name].files()
    return digest(name, [digest_bytes(path.read_bytes()) if path.is_file() else "absent" for path in files])
