"""The tables of kinds that the content is checked against, handed in by the caller: rooms do not import rooms."""

from collections.abc import Mapping

from msgspec import Struct

from proofpress.models import ChartKind, ExperimentKind, StatisticKind


class Kinds(Struct, frozen=True):
    """Every kind an author may name, by its name."""

    experiments: Mapping[str, ExperimentKind]
    statistics: Mapping[str, StatisticKind]
    charts: Mapping[str, ChartKind]
