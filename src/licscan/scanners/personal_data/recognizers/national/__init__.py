"""National numbers that Presidio does not know, or knows without their check: one file a part of the world."""

from licscan.scanners.personal_data.recognizers.national.africa_oceania import AFRICA_OCEANIA
from licscan.scanners.personal_data.recognizers.national.americas import AMERICAS
from licscan.scanners.personal_data.recognizers.national.asia_east import ASIA_EAST
from licscan.scanners.personal_data.recognizers.national.asia_west import ASIA_WEST
from licscan.scanners.personal_data.recognizers.national.europe_east import EUROPE_EAST
from licscan.scanners.personal_data.recognizers.national.europe_north import EUROPE_NORTH
from licscan.scanners.personal_data.recognizers.national.europe_south import EUROPE_SOUTH
from licscan.scanners.personal_data.recognizers.national.europe_west import EUROPE_WEST
from licscan.scanners.personal_data.recognizers.national.number import NationalNumber

NATIONAL: tuple[NationalNumber, ...] = (
    *AFRICA_OCEANIA,
    *AMERICAS,
    *ASIA_EAST,
    *ASIA_WEST,
    *EUROPE_EAST,
    *EUROPE_NORTH,
    *EUROPE_SOUTH,
    *EUROPE_WEST,
)
