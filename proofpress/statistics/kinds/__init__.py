"""The kinds of statistics: a module for each idea, a line for each kind."""

from collections.abc import Mapping

from proofpress.models import StatisticKind
from proofpress.statistics.kinds.average import DEVIATION, MEAN, MEDIAN
from proofpress.statistics.kinds.best_setting import CHOSEN
from proofpress.statistics.kinds.crossing import CROSSING
from proofpress.statistics.kinds.difference import DIFFERENCE, WINS
from proofpress.statistics.kinds.expression import EXPRESSION
from proofpress.statistics.kinds.ledger import COUNT, SETTING, SETTINGS
from proofpress.statistics.kinds.optimism import OPTIMISM
from proofpress.statistics.kinds.prevalence import PREVALENCE
from proofpress.statistics.kinds.ratio import RATIO
from proofpress.statistics.kinds.relation import CORRELATION, SLOPE
from proofpress.statistics.kinds.roughness import ROUGHNESS
from proofpress.statistics.kinds.share import SHARE
from proofpress.statistics.kinds.time_to_threshold import ARRIVALS, STEPS_TO
from proofpress.statistics.kinds.variance import VARIANCE_SHARE
from proofpress.statistics.kinds.weight_correlation import LIKENESS

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
