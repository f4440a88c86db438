"""The kinds of statistics: a module for each idea, a line for each kind."""

from collections.abc import Mapping

from proofpress.findings.statistics.arrival import ARRIVALS, STEPS_TO
from proofpress.findings.statistics.average import DEVIATION, MEAN, MEDIAN
from proofpress.findings.statistics.chosen import CHOSEN
from proofpress.findings.statistics.crossing import CROSSING
from proofpress.findings.statistics.difference import DIFFERENCE, WINS
from proofpress.findings.statistics.expression import EXPRESSION
from proofpress.findings.statistics.ledger import COUNT, SETTING, SETTINGS
from proofpress.findings.statistics.likeness import LIKENESS
from proofpress.findings.statistics.optimism import OPTIMISM
from proofpress.findings.statistics.prevalence import PREVALENCE
from proofpress.findings.statistics.ratio import RATIO
from proofpress.findings.statistics.relation import CORRELATION, SLOPE
from proofpress.findings.statistics.roughness import ROUGHNESS
from proofpress.findings.statistics.share import SHARE
from proofpress.findings.statistics.variance import VARIANCE_SHARE
from proofpress.values import StatisticKind

KINDS: Mapping[str, StatisticKind] = {
    "mean": MEAN,
    "median": MEDIAN,
    "deviation": DEVIATION,
    "difference": DIFFERENCE,
    "wins": WINS,
    "ratio": RATIO,
    "chosen": CHOSEN,
    "share": SHARE,
    "count": COUNT,
    "setting": SETTING,
    "settings": SETTINGS,
    "steps_to": STEPS_TO,
    "arrivals": ARRIVALS,
    "correlation": CORRELATION,
    "slope": SLOPE,
    "variance_share": VARIANCE_SHARE,
    "crossing": CROSSING,
    "likeness": LIKENESS,
    "optimism": OPTIMISM,
    "prevalence": PREVALENCE,
    "roughness": ROUGHNESS,
    "expression": EXPRESSION,
}
