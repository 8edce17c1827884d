"""Which names are those of archives, and what is around them."""

from licscan.inputs.compression import CODECS, Codec

_SHORT = {".tbz": Codec.BZIP2, ".tbz2": Codec.BZIP2, ".tgz": Codec.GZIP, ".txz": Codec.XZ, ".tzst": Codec.ZSTANDARD}

# Suffix of an archive (as `suffix_of` gives it) -> the kind of archive and the compression around it.
ARCHIVES: dict[str, tuple[str, Codec | None]] = {
    ".tar": ("tar", None),
    ".zip": ("zip", None),
    **{suffix: ("tar", codec) for suffix, codec in _SHORT.items()},
    **{f".tar{suffix}": ("tar", codec) for suffix, codec in CODECS.items()},
}
