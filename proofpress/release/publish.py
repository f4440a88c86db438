"""The way through the room: part by part audited and put beside output/, then swapped in as a whole.

marked: reads pages of output/ that another part links to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from proofpress.parts import Audited, Part, Twin
from proofpress.release.audit import Audit
from proofpress.release.swap import Staging
from proofpress.store import Store


@dataclass(frozen=True)
class Published:
    """What publishing did. written, kept, removed: files; links: followed and found good.

    parts: each part without its files, and what the audit noted of it. made: names of those that came with files.
    twin: what is left beside output/, as `Swapped` says.
    """

    written: int
    kept: int
    removed: int
    links: int
    parts: tuple[tuple[Part, Audited], ...]
    made: frozenset[str]
    twin: str


def publish(
    parts: Iterable[Part],
    output: Path,
    store: Store,
    base_url: str = "",
    stands: Mapping[str, Audited] | None = None,
    twin: Twin | None = None,
) -> Published:
    """Replace output/ by these parts if nothing is wrong with them; call it while holding `lock`.

    base_url: the address of the site, under which absolute links are followed too. stands: what was noted of the
    parts that come without files, by name. twin: what the last build left beside output/, if it can be grown on.
    Raises Problems, all at once, with output/ as it was.
    """
    audit = Audit(store, base_url)
    done: list[Part] = []
    made: set[str] = set()
    with Staging(output, twin, told=bool(stands)) as staging:
        for part in parts:
            if part.files is None:
                noted = (stands or {})[part.name]
                audit.stands(noted)
                staging.stand(part.name, noted.paths)
            else:
                made.add(part.name)
                audit.read(part.files)
                # Where something is wrong nothing will be published, and the rest is only read.
                for file in part.files if not audit.problems else ():
                    staging.put(file)
            done.append(replace(part, files=None))
        noted_all = audit.finish(lambda path: (output / path).read_bytes())
        swapped = staging.exchange()
    links = sum(noted.links for noted in noted_all)
    pairs = tuple(zip(done, noted_all, strict=True))
    return Published(swapped.written, swapped.kept, swapped.removed, links, pairs, frozenset(made), swapped.twin)


def check(parts: Iterable[Part], store: Store, base_url: str = "") -> tuple[tuple[Part, Audited], ...]:
    """Return the parts, without their files, as `publish` would note them; nothing is written. Raises Problems."""
    audit = Audit(store, base_url)
    done: list[Part] = []
    for part in parts:
        audit.read(part.files or ())
        done.append(replace(part, files=None))
    return tuple(zip(done, audit.finish(lambda path: b""), strict=True))
