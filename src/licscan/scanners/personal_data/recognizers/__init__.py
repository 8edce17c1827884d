"""licscan's own recognizers: what Presidio does not look for, one file each, and the table of them."""

from licscan.scanners.personal_data.recognizers.account_code import AccountWithCode
from licscan.scanners.personal_data.recognizers.age import Age
from licscan.scanners.personal_data.recognizers.birth_date import BirthDate
from licscan.scanners.personal_data.recognizers.calendar_date import CalendarDate
from licscan.scanners.personal_data.recognizers.card_number import CardNumber
from licscan.scanners.personal_data.recognizers.clinical_code import ClinicalCode
from licscan.scanners.personal_data.recognizers.connection_string import ConnectionString
from licscan.scanners.personal_data.recognizers.cookie import CookieId
from licscan.scanners.personal_data.recognizers.coordinates import Coordinates
from licscan.scanners.personal_data.recognizers.crypto_wallet import CryptoWallet
from licscan.scanners.personal_data.recognizers.device import DeviceId
from licscan.scanners.personal_data.recognizers.email import Email
from licscan.scanners.personal_data.recognizers.gender import Gender
from licscan.scanners.personal_data.recognizers.genotype import Genotype
from licscan.scanners.personal_data.recognizers.iban import Iban
from licscan.scanners.personal_data.recognizers.icd10 import Icd10
from licscan.scanners.personal_data.recognizers.income import Income
from licscan.scanners.personal_data.recognizers.interface import ValueRecognizer
from licscan.scanners.personal_data.recognizers.ip_address import IpAddress
from licscan.scanners.personal_data.recognizers.labeled_phone import LabeledPhone
from licscan.scanners.personal_data.recognizers.national import NATIONAL
from licscan.scanners.personal_data.recognizers.password import Password
from licscan.scanners.personal_data.recognizers.person_name import PersonName
from licscan.scanners.personal_data.recognizers.private_key import PrivateKey
from licscan.scanners.personal_data.recognizers.secret_token import SecretToken
from licscan.scanners.personal_data.recognizers.sg_nric import SgNric
from licscan.scanners.personal_data.recognizers.sg_phone import SgPhone
from licscan.scanners.personal_data.recognizers.stated_number import STATED_NUMBERS
from licscan.scanners.personal_data.recognizers.street_address import StreetAddress
from licscan.scanners.personal_data.recognizers.terms import TermList
from licscan.scanners.personal_data.recognizers.username import Username
from licscan.scanners.personal_data.recognizers.vehicle import VehicleId
from licscan.scanners.personal_data.rules import RecognizerRules

_PLAIN: tuple[type[ValueRecognizer], ...] = (
    ClinicalCode,
    Genotype,
    AccountWithCode,
    ConnectionString,
    CookieId,
    CryptoWallet,
    IpAddress,
    Age,
    BirthDate,
    CalendarDate,
    CardNumber,
    Coordinates,
    DeviceId,
    Email,
    Gender,
    Iban,
    Icd10,
    Income,
    LabeledPhone,
    Password,
    PrivateKey,
    SecretToken,
    SgNric,
    SgPhone,
    StreetAddress,
    Username,
    VehicleId,
)


def own_recognizers(rules: RecognizerRules) -> tuple[ValueRecognizer, ...]:
    """All of licscan's recognizers, in the order of their names."""
    lists: list[ValueRecognizer] = [TermList(entity, terms.sure) for entity, terms in rules.terms.items() if terms.sure]
    plain: list[ValueRecognizer] = [recognizer() for recognizer in _PLAIN]
    names: list[ValueRecognizer] = [PersonName(rules.given_names, rules.family_names)]
    return tuple(
        sorted([*plain, *NATIONAL, *STATED_NUMBERS, *lists, *names], key=lambda each: (each.name, each.entity))
    )
