"""Requirements that no file pins, resolved by pip or uv with the user's own settings: one line a tool."""

from licscan.scanners.dependencies.resolver.interface import Resolver
from licscan.scanners.dependencies.resolver.pip_tool import PipResolver
from licscan.scanners.dependencies.resolver.uv_tool import UvResolver

RESOLVERS: tuple[Resolver, ...] = (UvResolver(), PipResolver())
"""In the order in which `auto` tries them."""
