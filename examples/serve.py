"""Serve the classifier: POST /tickets with a text, and get the queue that it belongs in."""

from functools import cache
from pathlib import Path

import skops.io
import structlog
from fastapi import FastAPI
from model2vec import StaticModel
from pydantic import BaseModel, Field
from unidecode import unidecode

CLASSIFIER = Path(__file__).parent / "artifacts" / "classifier.skops"

log = structlog.get_logger()
app = FastAPI(title="support-assistant")


class Ticket(BaseModel):
    """What a customer wrote."""

    text: str = Field(min_length=1, max_length=20_000)


class Routed(BaseModel):
    """Where it goes."""

    queue: str
    sure: float


@cache
def encoder() -> StaticModel:
    """Load the sentence vectors once."""
    return StaticModel.from_pretrained("minishlab/potion-base-8M")


@cache
def classifier() -> object:
    """Load the trained layer once."""
    return skops.io.load(CLASSIFIER)


@app.post("/tickets")
def route(ticket: Ticket) -> Routed:
    """Name the most likely queue; the text itself is not logged."""
    shares = classifier().predict_proba(encoder().encode([unidecode(ticket.text)]))[0]
    best = int(shares.argmax())
    log.info("routed", queue=classifier().classes_[best], characters=len(ticket.text))
    return Routed(queue=str(classifier().classes_[best]), sure=float(shares[best]))
