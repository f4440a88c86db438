"""What the pages are made of: everything known about one comparison, and where the build came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from proofpress.values import Comparison, Drawing, File, Findings, Record

POSTER = "infographic"


@dataclass(frozen=True)
class Material:
    """One comparison with all that was found and drawn for it.

    drawings: by figure id; the poster, if there is one, under `infographic`.
    records: by experiment id.
    downloads: further files of the poster (slides, print sizes); each `path` is a plain file name.
    """

    comparison: Comparison
    findings: Findings
    drawings: Mapping[str, Drawing]
    records: Mapping[str, Record]
    downloads: tuple[File, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """Where a build came from, as build.json and the foot of each page state it.

    version: of the press. commit: git's name of the checkout, None outside a repository.
    content_hash: digest of the content files. libraries: package → version. platform: in words.
    seeds: all seeds that were trained with. runs: models trained; updates: parameter updates in all of
    them; seconds: wall time of that training, summed over workers. date: `YYYY-MM-DD`, None if unknown.
    """

    version: str
    commit: str | None
    content_hash: str
    libraries: Mapping[str, str]
    platform: str
    seeds: tuple[int, ...]
    runs: int
    updates: int
    seconds: float
    date: str | None
