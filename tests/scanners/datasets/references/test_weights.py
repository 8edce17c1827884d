"""Weights that libraries bring along, by the name of a file or of a function."""

from pathlib import Path

import pytest

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.location import find_rules
from licscan.catalog.registry import Registry
from licscan.inputs.discover import discover
from licscan.model.license import Commercial
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references import references
from licscan.scanners.interface import Silent


def named(root: Path, code: str) -> list[tuple[str, SubjectKind]]:
    (root / "train.py").write_text(code, encoding="utf-8")
    return [(one.ref, one.kind) for _, found in references(discover(root), Silent()) for one in found.named]


@pytest.mark.parametrize(
    ("code", "ref"),
    [
        ('from ultralytics import YOLO\nYOLO("yolov8n.pt")', "ultralytics:yolov8n"),
        ('import ultralytics\nultralytics.YOLO(model="yolo11x-seg.pt")', "ultralytics:yolo11x-seg"),
        ('from ultralytics import SAM\nSAM("sam2.1_b.pt")', "ultralytics:sam2.1_b"),
        ("from torchvision import models\nmodels.resnet50(pretrained=True)", "torchvision-model:resnet50"),
        ("from torchvision.models import resnet18\nresnet18(True)", "torchvision-model:resnet18"),
        (
            "from torchvision.models import vit_b_16, ViT_B_16_Weights\nvit_b_16(weights=ViT_B_16_Weights.DEFAULT)",
            "torchvision-model:vit_b_16",
        ),
        (
            "import torchvision\ntorchvision.models.detection.fasterrcnn_resnet50_fpn(weights='DEFAULT')",
            "torchvision-model:fasterrcnn_resnet50_fpn",
        ),
        (
            "from torchvision.models import get_model\nget_model('resnet50', weights='DEFAULT')",
            "torchvision-model:resnet50",
        ),
        ("from tensorflow.keras.applications import ResNet50\nResNet50()", "keras-application:ResNet50"),
        (
            "from tensorflow.keras.applications.vgg16 import VGG16\nVGG16(weights='imagenet', include_top=False)",
            "keras-application:VGG16",
        ),
        ("from keras import applications\napplications.Xception(False)", "keras-application:Xception"),
    ],
)
def test_weights_have_a_ref_that_the_registry_knows(tmp_path: Path, code: str, ref: str) -> None:
    assert named(tmp_path, code) == [(ref, SubjectKind.MODEL)]
    rules = find_rules(None)
    entry = Registry(rules, LicenseTable(rules)).find(ref, kind=SubjectKind.MODEL)
    assert entry is not None
    assert entry.basis == "general knowledge, check text"


@pytest.mark.parametrize(
    "code",
    [
        "from torchvision import models\nmodels.resnet50()",
        "from torchvision import models\nmodels.resnet50(weights=None)",
        "from torchvision import models\nWEIGHTS = None\nmodels.resnet50(weights=WEIGHTS)",
        "from torchvision import models\nmodels.resnet50(pretrained=False)",
        "from torchvision import models\nprint(models.resnet50)",
        "from torchvision.models import get_model\nget_model('resnet50', weights=None)",
        "from tensorflow.keras.applications import ResNet50\nResNet50(weights=None)",
        "from tensorflow.keras.applications import ResNet50\nResNet50(weights='mine.h5')",
        "from tensorflow.keras.applications.resnet50 import preprocess_input\npreprocess_input(1)",
        'from ultralytics import YOLO\nYOLO("runs/best.pt")',
        'from ultralytics import YOLO\nYOLO("yolov8n.yaml")',
    ],
)
def test_a_network_without_weights_is_no_reference(tmp_path: Path, code: str) -> None:
    assert named(tmp_path, code) == []


@pytest.mark.parametrize(
    ("ref", "commercial"),
    [("ultralytics:yolo_nas_s", Commercial.NO), ("torchvision-model:vit_h_14", Commercial.NO)],
)
def test_weights_for_research_only_are_so_whatever_the_code_is_under(ref: str, commercial: Commercial) -> None:
    rules = find_rules(None)
    entry = Registry(rules, LicenseTable(rules)).find(ref)
    assert entry is not None
    assert entry.terms.commercial is commercial
