"""Works are numbered in the order in which a reader meets them; what nobody cites is not listed."""

from msgspec.structs import replace

from proofpress.site.citations import list_cited, number_sources
from tests.site import made_up


def test_first_cited_first():
    """Sources come in the order of their first citation, whatever their order in the content; the others not at all."""
    material = made_up.material("steps")
    known = dict(material.comparison.sources)
    first = next(iter(known.values()))
    extra = {name: replace(first, id=name) for name in ("aaa", "uncited", "zzz")}
    last = material.comparison.sections[-1]
    told = made_up.ours("Once [@zzz; @aaa], then [@aaa], then [@zzz].")
    comparison = replace(
        material.comparison,
        sources=extra | known,
        sections=(*material.comparison.sections[:-1], replace(last, runs=told)),
    )
    found = list(list_cited(replace(material, comparison=comparison)))
    assert found.index("zzz") < found.index("aaa")
    assert "uncited" not in found
    assert list(number_sources(replace(material, comparison=comparison)))[: len(found)] == found
