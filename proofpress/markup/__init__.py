"""What authors write in texts, parsed once: Markdown, words in the colour of a role, citations.

Every output takes its words from here: `plain_words` for one line without any mark (titles, alternative texts, feeds,
JSON, the slides, the infographic), `split_roles` for the same words with their roles, and `Converter` for HTML.
"""

from proofpress.markup.citations import CITATION, NAME, NEARLY, cited_ids
from proofpress.markup.markdown import Converter
from proofpress.markup.roles import ROLES, Span, either_or, join_spans, split_roles
from proofpress.markup.words import plain_words, role_spans

__all__ = [
    "CITATION",
    "NAME",
    "NEARLY",
    "ROLES",
    "Converter",
    "Span",
    "cited_ids",
    "either_or",
    "join_spans",
    "plain_words",
    "role_spans",
    "split_roles",
]
