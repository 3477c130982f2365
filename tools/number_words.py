"""Number words that every reader of numbers knows: English units, tens and scales, Chinese digits and scales."""

_FIRST_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EVERY_TENTH = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
UNITS = {word: value for value, word in enumerate(_FIRST_TWENTY)}
TENS = {word: 10 * value for value, word in enumerate(_EVERY_TENTH, start=2)}
WORDS = UNITS | TENS
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
HAN_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
