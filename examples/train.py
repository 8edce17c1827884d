"""Train the ticket classifier: sentence vectors of a pretrained model below, a linear layer on top."""

import json
import sys
from pathlib import Path

import pandas as pd
import skops.io
import yaml
from datasets import load_dataset
from model2vec import StaticModel
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from unidecode import unidecode

HERE = Path(__file__).parent


def public_tickets() -> pd.DataFrame:
    """Give the bank's customers' questions that others published, with the number of their intent."""
    questions = load_dataset("PolyAI/banking77", split="train").to_pandas()
    return pd.DataFrame({"text": questions["text"], "label": "bank/" + questions["label"].astype(str)})


def other_requests() -> pd.DataFrame:
    """Give requests that are no tickets, so that the classifier can say so."""
    requests = load_dataset("tatsu-lab/alpaca", split="train").to_pandas()
    return pd.DataFrame({"text": requests["instruction"], "label": "no ticket"})


def own_tickets(path: Path) -> pd.DataFrame:
    """Give the tickets of the support corpus, with the queue that each ended in."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return pd.DataFrame({"text": [r["text"] for r in records], "label": [r["queue"] for r in records]})


def main(config_path: str) -> None:
    """Train, report on the held-back part, save."""
    config = yaml.safe_load(Path(config_path).read_text(encoding="utf-8"))
    training = config["training"]
    own = own_tickets(HERE / config["data"]["tickets"])
    tickets = pd.concat([public_tickets(), other_requests(), own], ignore_index=True)
    encoder = StaticModel.from_pretrained("minishlab/potion-base-8M")
    vectors = encoder.encode([unidecode(text) for text in tickets["text"]])
    seen, held_back, labels_seen, labels_held_back = train_test_split(
        vectors, tickets["label"], test_size=training["held_back"], random_state=training["seed"]
    )
    classifier = LogisticRegression(max_iter=training["max_iterations"], C=training["c"])
    classifier.fit(seen, labels_seen)
    print(classification_report(labels_held_back, classifier.predict(held_back), zero_division=0))
    skops.io.dump(classifier, HERE / config["output"]["classifier"])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(HERE / "configs" / "train.yaml"))
