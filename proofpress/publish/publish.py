"""The way through the room: part by part audited and put beside output/, then swapped in as a whole.

marked: reads pages of output/ that another part links to.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.models.artifact import Audited, Part
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
    parts: tuple[tuple[Part, Audited], ...]
    made: frozenset[str]


def publish(
    parts: Iterable[Part],
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
    done: list[Part] = []
    made: set[str] = set()
    with Staging(output) as staging:
        for part in parts:
            if part.files is None:
                noted = (stands or {})[part.name]
                audit.stands(noted)
                staging.stand(noted.paths)
                done.append(part)
                continue
            made.add(part.name)
            done.append(_read(part, audit, store))
            # Where something is wrong nothing will be published, and the rest is only read.
            for file in part.files if not audit.diagnostics else ():
                staging.put(file)
        noted_all = audit.finish(lambda path: (output / path).read_bytes())
        swapped = staging.exchange()
    links = sum(noted.links for noted in noted_all)
    pairs = tuple(zip(done, noted_all, strict=True))
    return Published(swapped.written, swapped.kept, swapped.removed, links, pairs, frozenset(made))


def check(parts: Iterable[Part], store: Store, base_url: str = "") -> tuple[tuple[Part, Audited], ...]:
    """Return the parts, without their files, as `publish` would note them; output/ stays. Raises Problems."""
    audit = Audit(store, base_url)
    done: list[Part] = []
    for part in parts:
        done.append(_read(part, audit, store))
    return tuple(zip(done, audit.finish(lambda path: b""), strict=True))


def _read(part: Part, audit: Audit, store: Store) -> Part:
    """Audit a part that comes with files; return it without them, with the stored entries that this used."""
    store.used.clear()
    audit.read(part.files or ())
    return replace(part, files=None, used=tuple(sorted({*part.used, *store.used})))
