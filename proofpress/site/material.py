"""What pages are made of: all that is known about one comparison, and where the build came from."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from proofpress.models import Comparison, Drawing, ExplorerFile, File, Findings, Record, Text


class TableFile(Struct, frozen=True):
    """A table as a file. path: its name. dims: the axes that are its key. fields: (name, type) of its columns."""

    path: str
    format: str
    rows: int
    dims: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    sha256: str
    data: bytes

    @property
    def table(self) -> str:
        """The name of the table, without the ending."""
        return self.path.rpartition(".")[0]


class Exported(Struct, frozen=True):
    """The files of one experiment. left_out: channels, and tables that are too long for CSV, that are in none."""

    files: tuple[TableFile, ...]
    channels_left_out: tuple[str, ...]
    tables_left_out: tuple[str, ...]


class Material(Struct, frozen=True):
    """One comparison with all that was found and drawn for it.

    drawings: by figure id; the infographic, if there is one, under INFOGRAPHIC.
    records: by experiment id.
    downloads: further files of the infographic (slides, print sizes); each `path` is a plain file name.
    lab: files that the lab loads, by name; lab_settings: what the run that it begins with was trained with.
    opening_settings: the same of the network that the article's opening figure shows; empty if it shows none.
    exported: the tables of the runs, by experiment id. languages: those that the article is in, the original's first;
    further_languages: those that the page of what goes further is in.
    explored: what the explorers load, by the id of the figure that each stands under.
    """

    comparison: Comparison
    findings: Findings
    drawings: Mapping[str, Drawing]
    records: Mapping[str, Record]
    downloads: tuple[File, ...] = ()
    lab: Mapping[str, bytes] = field(default_factory=dict)
    lab_settings: Mapping[str, Any] = field(default_factory=dict)
    opening_settings: Mapping[str, Any] = field(default_factory=dict)
    explored: Mapping[str, ExplorerFile] = field(default_factory=dict)
    exported: Mapping[str, Exported] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    further_languages: tuple[str, ...] = ()


class Provenance(Struct, frozen=True):
    """Where a build came from, as build.json and the foot of each page state it.

    version: of the press. commit: git's name of the commit that holds the content, None if none does.
    changed: content, templates or the press are not as they are in that commit.
    content_hash: digest of the content files. libraries: package → version. platform: in words.
    seeds: all seeds that were trained with. runs: models trained; updates: parameter updates in all of
    them; seconds: wall time of that training, summed over workers, None if it is not to be stated.
    recorded: runs that were made elsewhere. experiments: runs, updates and seconds of each, by comparison and id; what
    several share is stated of one.
    date: `YYYY-MM-DD`, None if unknown.
    """

    version: str
    commit: str | None
    content_hash: str
    libraries: Mapping[str, str]
    platform: str
    seeds: tuple[int, ...]
    runs: int
    updates: int
    seconds: float | None
    experiments: Mapping[str, Mapping[str, float | None]]
    date: str | None
    changed: bool = False
    recorded: int = 0


def find_caption(comparison: Comparison, figure: str) -> Text:
    """Return the words under a figure: its caption, or what the infographic begins with."""
    if figure in comparison.figures:
        return comparison.figures[figure].caption
    return comparison.poster.standfirst if comparison.poster else comparison.takeaway
