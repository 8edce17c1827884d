"""What a format is: an audit in, bytes out. Formats filter, sort and count nothing."""

from typing import Protocol

from licscan.model.audit import Audit


class Format(Protocol):
    """Renders an audit as it stands."""

    @property
    def media_type(self) -> str:
        """The media type (RFC 6838) of the bytes."""
        ...

    @property
    def extension(self) -> str:
        """The file name ending, without a dot."""
        ...

    def render(self, audit: Audit) -> bytes:
        """The audit in this format; the same audit gives the same bytes."""
        ...
