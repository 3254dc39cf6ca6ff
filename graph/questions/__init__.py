"""A store and the id of a question in; its answer out, each row with the sentences that it rests on.

The questions are the .rq files of graph/queries/, one a question: SPARQL below a head that says what it asks.
"""

from graph.questions.answer import Answer, ask
from graph.questions.read import Parameter, Question, question, questions
from graph.questions.sources import Source

__all__ = ["Answer", "Parameter", "Question", "Source", "ask", "question", "questions"]
