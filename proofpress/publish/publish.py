"""From artifacts to output/: each is audited and put beside output/, then all of them are swapped in as a whole.

Side effects: reads pages of output/ that another artifact links to.
"""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from proofpress.cache.file_stamp import stamp
from proofpress.cache.manifest import LastBuild, Written
from proofpress.cache.store import Store
from proofpress.models.artifact import Artifact, AuditRecord
from proofpress.publish.audit import Audit
from proofpress.publish.swap import OutputTouched, Staging


class Published(Struct, frozen=True):
    """What publishing did. written, kept, removed: files; links: followed and found good.

    artifacts: each without its files, with the stored entries that auditing it used, and its audit. made: names of
    those that came with files. tree: how all files lie in output/ now.
    """

    written: int
    kept: int
    removed: int
    links: int
    artifacts: tuple[tuple[Artifact, AuditRecord], ...]
    made: frozenset[str]
    tree: Written


def publish(
    artifacts: Iterable[Artifact], output: Path, store: Store, base_url: str = "", last: LastBuild | None = None
) -> Published:
    """Replace output/ by these artifacts if nothing is wrong with them; call it while holding `lock`.

    base_url: the address of the site, under which absolute links are followed too. last: the last build, whose
    audits stand for the artifacts that come without files. Raises BuildError, all diagnostics at once, with output/ as
    it was, and OutputTouched where somebody changes what was to stand.
    """
    last = last or LastBuild()
    audit = Audit(store, base_url)
    done: list[Artifact] = []
    made: set[str] = set()
    with Staging(output) as staging:
        for artifact in artifacts:
            if artifact.files is None:
                record = last.audits[artifact.name]
                audit.stand(record)
                staging.stand({path: last.stamps[path] for path in record.paths}, last.unsettled)
                done.append(artifact)
                continue
            made.add(artifact.name)
            done.append(_read(artifact, audit, store))
            # Where something is wrong nothing will be published, and the rest is only read.
            for file in artifact.files if not audit.diagnostics else ():
                staging.put(file)
        records = audit.finish(lambda path: (output / path).read_bytes())
        swapped = staging.exchange()
    links = sum(record.links for record in records)
    pairs = tuple(zip(done, records, strict=True))
    return Published(swapped.written, swapped.kept, swapped.removed, links, pairs, frozenset(made), swapped.tree)


class Checked(Struct, frozen=True):
    """What a check found sound: each artifact without its files, with its audit. made: as in `Published`."""

    artifacts: tuple[tuple[Artifact, AuditRecord], ...]
    made: frozenset[str]


def check(
    artifacts: Iterable[Artifact], output: Path, store: Store, base_url: str = "", last: LastBuild | None = None
) -> Checked:
    """Audit artifacts; output/ stays. Takes what `publish` takes, and needs no lock.

    Raises BuildError, all diagnostics at once, and OutputTouched where a page that was to be read is not as it was.
    """
    last = last or LastBuild()
    audit = Audit(store, base_url)
    done: list[Artifact] = []
    made: set[str] = set()

    def standing(path: str) -> bytes:
        # A build may put another site there meanwhile.
        try:
            data = (output / path).read_bytes()
        except OSError:
            raise OutputTouched(str(output / path)) from None
        if stamp(str(output / path)) != last.stamps.get(path):
            raise OutputTouched(str(output / path))
        return data

    for artifact in artifacts:
        if artifact.files is None:
            audit.stand(last.audits[artifact.name])
            done.append(artifact)
        else:
            made.add(artifact.name)
            done.append(_read(artifact, audit, store))
    return Checked(tuple(zip(done, audit.finish(standing), strict=True)), frozenset(made))


def _read(artifact: Artifact, audit: Audit, store: Store) -> Artifact:
    """Audit an artifact that comes with files; return it without them, with the stored entries that this used."""
    store.used.clear()
    audit.read(artifact.files or ())
    return replace(artifact, files=None, entries=tuple(sorted({*artifact.entries, *store.used})))
