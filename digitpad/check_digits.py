"""Check digits: the last digits of a number follow from those before them, so that a slip of the pen is noticed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

EAN_LENGTHS = (8, 12, 13, 14)  # EAN-8, UPC-A, EAN-13 and ISBN-13, GTIN-14


def digits_of(number: str) -> list[int]:
    """Return a number's digits from the last to the first, marks left out."""
    return [int(sign) for sign in reversed(number) if sign.isdigit()]


def luhn(number: str) -> bool:
    """Tell whether the last digit is right by ISO/IEC 7812-1: cards, IMEI. At least two digits."""
    digits = digits_of(number)
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return len(digits) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def mod11(number: str) -> bool:
    """Tell whether the last digit is right with weights 1, 2, 3, … from it leftwards: ISBN-10. At least two digits."""
    digits = digits_of(number)
    return len(digits) > 1 and sum(weight * digit for weight, digit in enumerate(digits, 1)) % 11 == 0


def mod97(number: str) -> bool:
    """Tell whether the last two digits are right by ISO/IEC 7064, MOD 97-10. At least three digits."""
    digits = digits_of(number)
    return len(digits) > 2 and sum(digit * pow(10, place, 97) for place, digit in enumerate(digits)) % 97 == 1


def ean(number: str) -> bool:
    """Tell whether the last digit is right by GS1, weights 1 and 3 from it to the left; 8, 12, 13 or 14 digits."""
    digits = digits_of(number)
    return len(digits) in EAN_LENGTHS and (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


CHECK_DIGITS: Mapping[str, Callable[[str], bool]] = {"luhn": luhn, "mod11": mod11, "mod97": mod97, "ean": ean}
