"""Environment markers as real packages write them, for properties."""

from hypothesis import strategies as st

_ATOMS = st.sampled_from(
    [
        'python_version < "3.9"',
        "python_version >= '3.12'",
        "'3.10' <= python_version",
        "python_version in '3.8 3.9 3.12'",
        'python_full_version < "3.11.4"',
        "sys_platform == 'win32'",
        "sys_platform != 'darwin'",
        "'linux' in sys_platform",
        "platform_machine not in 'aarch64 arm64'",
        "implementation_name == 'pypy'",
        "extra == 'web'",
        "extra == 'Data_Tools'",
    ]
)


def _join(pair: tuple[str, str, str]) -> str:
    left, word, right = pair
    return f"({left}) {word} ({right})" if word == "and" else f"{left} or {right}"


MARKERS = st.recursive(
    _ATOMS, lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(_join), max_leaves=6
)
