"""Which files may name datasets or models: code, notebooks, commands, settings."""

import re
from pathlib import Path

from licscan.inputs.inventory import FileKind
from licscan.inputs.manifests import holds

# What a line that loads a dataset or model has in it; a file without any of these is not parsed. The words are looked
# for first, as that is many times faster than the pattern.
_CODE_HINTS = (
    *(
        b"load_dataset",
        b"from_pretrained",
        b"_download",
        b"hf://",
        b"huggingface",
        b"hf.co/",
        b"kaggle",
        b"SentenceTransformer",
    ),
    *(
        b"load_from_disk",
        b".datasets",
        b"import datasets",
        b"pipeline",
        b"LLM",
        b"Trainer",
        b"create_model",
        b"hub.",
        b"spacy.load",
    ),
    *(
        b"load_model",
        b"WhisperModel",
        b"load_adapter",
        b"load_lora",
        b"load_textual",
        b"load_ip_adapter",
        b"get_dataset_",
    ),
    *(
        b"opendatasets",
        b"tfds",
        b"tensorflow_datasets",
        b"nltk",
        b"fetch_",
        b"from_preset",
        b"KerasLayer",
        b"mlcroissant",
        b"openml",
    ),
    *(
        b"CrossEncoder",
        b"SparseEncoder",
        b"Embedding",
        b"InferenceClient",
        b"KeyBERT",
        b"BERTopic",
        b"FlagModel",
        b"mlx_lm",
        b"sglang",
    ),
    *(
        b"downloader",
        b"lmdeploy",
        b"InstructEmbeddings",
        b"get_tokenizer",
        b"import *",
        b"git clone",
        b"from_model_id",
        b"from_finetuned",
    ),
    *(
        b"name_or_path",
        b"base_model",
        b"boot",
        b"from_quantized",
        b"oneshot",
        b"shap",
        b"aif360",
        b"fairlearn",
        b"statsmodels",
    ),
    *(
        b"torch_geometric",
        b"torchgeo",
        b"medmnist",
        b"vega_datasets",
        b"flair",
        b"simpletransformers",
        b"haystack",
        b"gluonts",
        b"torchvision",
        b"ultralytics",
        b"applications",
    ),
)
_CODE = re.compile(
    rb"load_dataset|from_pretrained|from_preset|snapshot_download|hf_hub_download|hf_hub_url|(?:hf|kaggle)://"
    rb"|load_from_disk"
    rb"|get_dataset_(?:config|split|infos)|(?:huggingface|hf|hf-mirror)\.co/"
    rb"|huggingface-cli|\bhf download|kaggle"
    rb"|torchvision|torchaudio|torchtext|keras[\w.]{0,40}\.datasets|keras[\w.]{0,20}[ ]import[^\n]{0,300}datasets"
    rb"|sklearn[ ]import|sklearn\.datasets|tensorflow_datasets|\btfds\b|tensorflow_hub|tfhub\.dev"
    rb"|opendatasets|mlcroissant|\bopenml\b|ucimlrepo"
    rb"|\bpipeline\(|pipeline,|SentenceTransformer|CrossEncoder|SparseEncoder|InferenceClient|load_adapter|load_lora_weights"
    rb"|load_textual_inversion|load_ip_adapter|\bLLM\(|LLM\.load|EngineArgs|sglang|mlx_lm|lmdeploy|\btrl\b"
    rb"|timm|open_clip|torch\.hub|hub\.load"
    rb"|from[ ]torch[ ]import|spacy\.load|spacy[ ]download|whisper|nltk|gensim|fastembed|FlagEmbedding|KeyBERT|BERTopic"
    rb"|(?:model|tokenizer|adapter|dataset)_name_or_path|\bbase_model\b|boot_transformers|from_quantized|\boneshot\b"
    rb"|\b(?:shap|aif360|fairlearn|statsmodels|torch_geometric|torchgeo|medmnist|vega_datasets)\b"
    rb"|(?:flair|simpletransformers|haystack|gluonts|ultralytics)\b"
    rb"|keras[\w.]{0,40}\.applications|keras[\w.]{0,20}[ ]import[^\n]{0,300}applications"
    rb"|HuggingFace\w{0,40}\(|Embeddings?\(|from_model_id|from_finetuned|EmbeddingFunction"
)
_SETTING_HINTS = (
    b"model",
    b"dataset",
    b"tokenizer",
    b"_target_",
    b"_component_",
    b"pretrained",
    b"adapter",
    b"repo_id",
    b"name_or_path",
    b"llm",
    b"hf://",
    b"/resolve/",
)
_SETTING = re.compile(
    rb"(?:^|[,{])[ \t,{\[-]{0,80}[\"']?[\w.-]{0,40}(?:model|dataset|data|tokenizer|_target_|_component_|name_or_path"
    rb"|pretrained|adapter|repo_id|corpus|corpora|backbone|encoder|checkpoint|reranker|llm)"
    rb"[\w.-]{0,40}[\"']?[ \t]{0,8}[:=\]]|hf://|(?:huggingface|hf|hf-mirror)\.co/",
    re.MULTILINE,
)
_COMMAND_HINTS = (
    b"kaggle",
    b"hugging",
    b"hf.co",
    b"hf download",
    b"hf://",
    b"--",
    b"vllm",
    b"ollama",
    b"spacy",
    b"tune download",
    b"nltk",
    b"load_dataset",
    b"=",
)
_COMMAND = re.compile(
    rb"kaggle|huggingface|\bhf\.co/|hf-mirror|\bhf[ ]+download|hf://|tfhub\.dev|\bvllm\b|\bollama\b"
    rb"|spacy[ ]+download|tune[ ]+download|nltk"
    rb"|from_pretrained|load_dataset|snapshot_download"
    rb"|--[\w.-]{0,40}(?:model|dataset|tokenizer|adapter|data)[\w.-]{0,40}[ =]"
    rb"|\b(?:model|dataset|tokenizer|data)[\w.]{0,40}=[\w-]{1,96}/"
)
_COMMAND_NAMES = re.compile(
    r"(?:.+\.(?:sh|bash|zsh|ksh|mk|slurm|sbatch|dockerfile)|(?:gnu)?makefile|justfile|\.justfile"
    r"|(?:dockerfile|containerfile)(?:[.-].*)?"
    r"|jenkinsfile|procfile|tox\.ini|taskfile(?:\..{1,20})?\.ya?ml|\.gitlab-ci(?:\..{1,40})?\.ya?ml|azure-pipelines.{0,40}\.ya?ml|\.travis\.ya?ml"
    r"|bitbucket-pipelines\.ya?ml|cloudbuild.{0,20}\.ya?ml|(?:docker-)?compose.{0,40}\.ya?ml|action\.ya?ml|appveyor\.ya?ml)\Z",
    re.IGNORECASE,
)
_CI_FOLDERS = (("workflows", ".github"), (".circleci",), (".buildkite",), (".woodpecker",), (".gitlab",))
_NO_SETTINGS = re.compile(
    r"(?:licscan\.toml|pyproject\.toml|cargo\.toml|.*[-.]lock(?:\.\w+)?|.*lock\.ya?ml|pylock.*\.toml|pnpm-.*|mkdocs\.ya?ml|\.pre-commit-.*"
    r"|environment.*\.ya?ml|conda.*\.ya?ml|codecov\.ya?ml|package(?:-lock)?\.json|tsconfig.*\.json|dataset-metadata\.json|datapackage\.json"
    r"|croissant.*\.json|metadata\.json|.*\.(?:cdx|spdx|sarif)\.json|dependabot\.ya?ml|dvc\.ya?ml|\.licscan.*)\Z",
    re.IGNORECASE,
)
# JSON is mostly data; settings in it go by these names, or lie in these folders.
_JSON_SETTINGS = re.compile(
    r".*(?:config|args|params|settings|recipe|hparams|sft|dpo|lora|train(?:ing)?)[^/]{0,40}\.json\Z", re.IGNORECASE
)
_SETTING_FOLDERS = frozenset({"config", "configs", "conf", "recipes", "settings", "hparams", "experiments", "examples"})
MAX_SETTINGS_BYTES = 1_000_000
_HEAD = 64_000


def reference_kind(path: Path) -> FileKind | None:
    """The kind of a file that may name datasets or models. Reads up to 200 MB of some files. Raises OSError."""
    name = path.name
    suffix = path.suffix.lower()
    if suffix in {".py", ".pyw"}:
        return FileKind.PYTHON_CODE if holds(path, _CODE, hints=_CODE_HINTS) else None
    if suffix == ".ipynb":
        return FileKind.NOTEBOOK_CODE if holds(path, _CODE, hints=_CODE_HINTS) else None
    if suffix == ".dvc" or name in {"dvc.yaml", "dvc.yml"}:
        return FileKind.DVC
    if _is_commands(path, suffix):
        return FileKind.COMMANDS if holds(path, _COMMAND, hints=_COMMAND_HINTS) else None
    if _may_be_settings(path, suffix):
        return FileKind.SETTINGS if _holds_settings(path) else None
    return None


def _holds_settings(path: Path) -> bool:
    """Whether a file names what settings name; of one that is too large to be read, and is counted, the beginning."""
    if path.stat().st_size <= MAX_SETTINGS_BYTES:
        return holds(path, _SETTING, hints=_SETTING_HINTS)
    with path.open("rb", buffering=0) as stream:
        return _SETTING.search(stream.read(_HEAD)) is not None


def _is_commands(path: Path, suffix: str) -> bool:
    if _COMMAND_NAMES.fullmatch(path.name):
        return True
    if suffix not in {".yml", ".yaml"}:
        return False
    above = tuple(part.lower() for part in reversed(path.parts[:-1][-2:]))
    return any(above[: len(folders)] == folders for folders in _CI_FOLDERS)


def _may_be_settings(path: Path, suffix: str) -> bool:
    if suffix not in {".yml", ".yaml", ".toml", ".json"} or _NO_SETTINGS.fullmatch(path.name):
        return False
    if suffix != ".json":
        return True
    return bool(_JSON_SETTINGS.fullmatch(path.name)) or path.parent.name.lower() in _SETTING_FOLDERS
