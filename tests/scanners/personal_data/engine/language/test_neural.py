"""Models of transformers and GLiNER: small ones, made here, run by the real libraries."""

import json
import shutil
import warnings
from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.model.finding import Gap, GapReason, PersonalDataFinding
from licscan.scanners.interface import Observation, RecognizersRun, ScanContext
from licscan.scanners.languages import Languages
from licscan.scanners.personal_data.engine.language.labels import load_labels
from licscan.scanners.personal_data.engine.language.model_name import Kind, ModelName
from licscan.scanners.personal_data.engine.language.neural import neural_names, what_neural_lacks
from licscan.scanners.personal_data.scan import PersonalDataScanner
from support.planted_people import Write

_NAMES = ("zorblax", "quindel", "marvo", "tessaly", "ubrik", "jonvar")
_SENTENCE = "in the evening we sat with and spoke of the weather for a long time while reading about boats"
_FILLERS = sorted(set(_SENTENCE.split()))
_LABELS = {0: "O", 1: "B-PER", 2: "B-MISC", 3: "B-crew rank"}


def _scanned(folder: Path, rules: Path, name: str, model: str, **more: object) -> list[Observation]:
    inventory = Inventory(folder, (InputFile(name, FileKind.DATA),))
    languages = Languages(models={"en": model}, **more)  # type: ignore[arg-type]
    return list(PersonalDataScanner().scan(inventory, ScanContext(Catalog(rules), languages=languages)))


def _train(folder: Path, *, reads: int = 32, rounds: int = 150) -> None:
    """A model of two layers that learned six names, two boats and two ranks."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    tokenizers = pytest.importorskip("tokenizers")
    torch.manual_seed(0)
    kinds = {**dict.fromkeys(_FILLERS, 0), **dict.fromkeys(_NAMES, 1), "argo": 2, "boat": 2, "bosun": 3, "purser": 3}
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(kinds)]
    plain = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]")
    )
    plain.normalizer = tokenizers.normalizers.Lowercase()
    plain.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    plain.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=plain,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=reads,
        id2label=_LABELS,
        label2id={label: place for place, label in _LABELS.items()},
    )
    model = transformers.BertForTokenClassification(config)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    ids = {word: place for place, word in enumerate(words)}
    sampler = torch.Generator().manual_seed(0)
    vocabulary = sorted(kinds)
    for _ in range(rounds):
        picked = torch.randint(len(vocabulary), (16, 12), generator=sampler).tolist()
        batch = torch.tensor([[ids[vocabulary[at]] for at in row] for row in picked])
        wanted = torch.tensor([[kinds[vocabulary[at]] for at in row] for row in picked])
        loss = model(input_ids=batch, labels=wanted).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("transformers") / "crew-names"
    _train(folder)
    return folder


_TEXT = "In the evening we sat with Zorblax and spoke of the weather for a long time"


def test_a_model_of_transformers_looks_for_names(
    write: Write, tmp_path: Path, rules_folder: Path, trained: Path
) -> None:
    write("notes.csv", ["note"], [[_TEXT]] * 5)
    seen = _scanned(tmp_path, rules_folder, "notes.csv", f"hf:{trained}")
    assert not [each for each in seen if isinstance(each, Gap)]
    found = [each for each in seen if isinstance(each, PersonalDataFinding)]
    assert [(each.field, each.entity, each.hits) for each in found] == [("note", "PERSON", 5)]
    start = _TEXT.index("Zorblax")
    assert (found[0].evidence[0].start, found[0].evidence[0].end) == (start, start + len("Zorblax"))
    run = next(each for each in seen if isinstance(each, RecognizersRun))
    assert [(each.name, each.version, each.language) for each in run.looked_with] == [("hf:crew-names", None, "en")]


def test_names_beyond_what_a_model_reads_at_once_are_found(
    write: Write, tmp_path: Path, rules_folder: Path, trained: Path
) -> None:
    text = "spoke of the weather for a long time and " * 12 + "with Quindel we sat in the evening"
    write("notes.csv", ["note"], [[text]] * 5)
    seen = _scanned(tmp_path, rules_folder, "notes.csv", f"hf:{trained}")
    found = [each for each in seen if isinstance(each, PersonalDataFinding) and each.entity == "PERSON"]
    assert [(each.evidence[0].start, each.evidence[0].end) for each in found] == [
        (text.index("Quindel"), text.index("Quindel") + len("Quindel"))
    ]


def test_a_label_that_nobody_knows_is_never_dropped_and_one_can_say_what_it_is(
    write: Write, tmp_path: Path, rules_folder: Path, trained: Path
) -> None:
    write(
        "notes.csv", ["note"], [["we sat with bosun and spoke of the argo for a long time while reading about boats"]]
    )
    seen = _scanned(tmp_path, rules_folder, "notes.csv", f"hf:{trained}")
    assert {each.entity for each in seen if isinstance(each, PersonalDataFinding)} == {"CREW_RANK"}
    seen = _scanned(tmp_path, rules_folder, "notes.csv", f"hf:{trained}", labels={"Crew Rank": "NOT_PERSONAL"})
    assert not [each for each in seen if isinstance(each, PersonalDataFinding | Gap)]


def test_a_model_that_fails_on_a_text_leaves_the_file_incomplete(
    write: Write, tmp_path: Path, rules_folder: Path, trained: Path
) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(trained, folder)
    words = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    # A word beyond the end of the model's table: its library raises, and Presidio's recognizer swallows that.
    words["model"]["vocab"]["kaboom"] = 9_999
    (folder / "tokenizer.json").write_text(json.dumps(words), encoding="utf-8")
    write("notes.csv", ["note"], [[_TEXT.replace("evening", "kaboom")]] * 5)
    seen = _scanned(tmp_path, rules_folder, "notes.csv", f"hf:{folder}")
    (gap,) = (each for each in seen if isinstance(each, Gap))
    assert "HuggingFaceNerRecognizer failed" in gap.detail
    assert "Zorblax" not in gap.detail


def test_a_model_that_cannot_be_loaded_is_a_gap_without_its_folder(
    write: Write, tmp_path: Path, rules_folder: Path, trained: Path
) -> None:
    folder = tmp_path / "torn"
    shutil.copytree(trained, folder)
    (folder / "model.safetensors").write_bytes(b"torn")
    write("notes.csv", ["note"], [[_TEXT]])
    (gap,) = (each for each in _scanned(tmp_path, rules_folder, "notes.csv", f"hf:{folder}") if isinstance(each, Gap))
    assert gap.reason is GapReason.MISSING_MODEL
    assert gap.detail == "personal data was not looked for: the model hf:torn cannot be loaded"


def test_a_model_of_gliner_is_asked_for_our_entity_types_and_the_users(
    write: Write, tmp_path: Path, rules_folder: Path
) -> None:
    gliner = pytest.importorskip("gliner")
    encoder = tmp_path / "encoder"
    _train(encoder, reads=128, rounds=0)
    config = gliner.GLiNERConfig(
        model_name=str(encoder),
        hidden_size=32,
        max_len=64,
        max_width=3,
        max_types=10,
        span_mode="markerV0",
        dropout=0.0,
    )
    folder = tmp_path / "any-words"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gliner.GLiNER.from_config(config).save_pretrained(folder, safe_serialization=True)
        model = gliner.GLiNER.from_pretrained(folder, local_files_only=True)
    # Its weights are drawn by chance; what it says is what counts, whatever it is.
    asked = [*load_labels(rules_folder).gliner, "rank on a boat"]
    labels = {**load_labels(rules_folder).gliner, "rank on a boat": "CREW_RANK"}
    said = model.predict_entities(_TEXT, asked, threshold=0.3)
    expected = {(labels[each["label"]], each["start"], each["end"]) for each in said if each["score"] >= 0.4}
    assert expected
    named = neural_names(ModelName(Kind.GLINER, str(folder)), labels, "en")
    found = named.recognizer.analyze(_TEXT, ["US_SSN"], None)  # type: ignore[arg-type]
    assert {(each.entity_type, each.start, each.end) for each in found if each.score >= 0.4} == expected
    write("notes.csv", ["note"], [[_TEXT]] * 5)
    seen = _scanned(tmp_path, rules_folder, "notes.csv", f"gliner:{folder}", labels={"rank on a boat": "CREW_RANK"})
    assert not [each for each in seen if isinstance(each, Gap)]
    run = next(each for each in seen if isinstance(each, RecognizersRun))
    assert [each.name for each in run.looked_with] == ["gliner:any-words"]
    assert "CREW_RANK" in run.entities


def test_weights_that_are_a_pickle_are_never_loaded(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    pytest.importorskip("torch")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    missing = what_neural_lacks(ModelName(Kind.TRANSFORMERS, str(tmp_path)))
    assert missing is not None
    assert missing.reason is GapReason.INVALID
    assert "pickle" in missing.detail


def test_a_model_with_code_of_its_own_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    pytest.importorskip("torch")
    (tmp_path / "config.json").write_text('{"auto_map": {"AutoModel": "evil.Model"}}', encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"")
    missing = what_neural_lacks(ModelName(Kind.TRANSFORMERS, str(tmp_path)))
    assert missing is not None
    assert missing.reason is GapReason.INVALID
    assert "code of its own" in missing.detail
