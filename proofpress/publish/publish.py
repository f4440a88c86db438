"""The way through the room: part by part audited and put beside output/, then swapped in as a whole.

Side effects: reads pages of output/ that another part links to.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.models.artifact import Artifact, Audited
from proofpress.publish.audit import Audit
from proofpress.publish.swap import Staging


class Published(Struct, frozen=True):
    """What publishing did. written, kept, removed: files; links: followed and found good.

    parts: each part without its files, with the stored entries that auditing it used, and what the audit noted of
    it. made: names of those that came with files.
    """

    written: int
    kept: int
    removed: int
    links: int
    artifacts: tuple[tuple[Artifact, Audited], ...]
    made: frozenset[str]


def publish(
    artifacts: Iterable[Artifact],
    output: Path,
    store: Store,
    base_url: str = "",
    stands: Mapping[str, Audited] | None = None,
) -> Published:
    """Replace output/ by these parts if nothing is wrong with them; call it while holding `lock`.

    base_url: the address of the site, under which absolute links are followed too. stands: what was noted of the
    parts that come without files, by name. Raises Problems, all at once, with output/ as it was.
    """
    audit = Audit(store, base_url)
    done: list[Artifact] = []
    made: set[str] = set()
    with Staging(output) as staging:
        for artifact in artifacts:
            if artifact.files is None:
                noted = (stands or {})[artifact.name]
                audit.stands(noted)
                staging.stand(noted.paths)
                done.append(artifact)
                continue
            made.add(artifact.name)
            done.append(_read(artifact, audit, store))
            # Where something is wrong nothing will be published, and the rest is only read.
            for file in artifact.files if not audit.diagnostics else ():
                staging.put(file)
        noted_all = audit.finish(lambda path: (output / path).read_bytes())
        swapped = staging.exchange()
    links = sum(noted.links for noted in noted_all)
    pairs = tuple(zip(done, noted_all, strict=True))
    return Published(swapped.written, swapped.kept, swapped.removed, links, pairs, frozenset(made))


def check(artifacts: Iterable[Artifact], store: Store, base_url: str = "") -> tuple[tuple[Artifact, Audited], ...]:
    """Return the parts, without their files, as `publish` would note them; output/ stays. Raises Problems."""
    audit = Audit(store, base_url)
    done: list[Artifact] = []
    for artifact in artifacts:
        done.append(_read(artifact, audit, store))
    return tuple(zip(done, audit.finish(lambda path: b""), strict=True))


def _read(artifact: Artifact, audit: Audit, store: Store) -> Artifact:
    """Audit a part that comes with files; return it without them, with the stored entries that this used."""
    store.used.clear()
    audit.read(artifact.files or ())
    return replace(artifact, files=None, used=tuple(sorted({*artifact.used, *store.used})))
