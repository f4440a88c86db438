"""A statistic and those that it combines."""

from collections.abc import Iterator, Mapping

from proofpress.content.kinds import Kinds
from proofpress.models import Statistic


def list_combined(name: str, statistics: Mapping[str, Statistic], kinds: Kinds) -> Iterator[Statistic]:
    """Yield a statistic and all that it is worked out from, each once; names of nothing are passed over."""
    waiting, seen = [name], set[str]()
    while waiting:
        statistic = statistics.get(waiting.pop())
        if statistic is None or statistic.id in seen:
            continue
        seen.add(statistic.id)
        yield statistic
        waiting.extend(kinds.statistics[statistic.kind].uses(statistic.options))
