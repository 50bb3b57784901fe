"""What a result says where its shape has no message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import SH

if TYPE_CHECKING:
    from ld_convert.validate.constraints import Constraint

WORDS = {
    "And": "the value does not conform to all of {}",
    "Class": "the value is not typed as {}",
    "Closed": "the property is not allowed here",
    "Datatype": "the value does not read as {}",
    "Disjoint": "the value is one of {} too",
    "Equals": "the value is not in both this property and {}",
    "HasValue": "the value {} is missing",
    "In": "the value is none of {}",
    "LanguageIn": "the language of the value is none of {}",
    "LessThan": "the value is not less than each of {}",
    "LessThanOrEquals": "the value is greater than one of {}",
    "MaxCount": "there are more values than {}",
    "MaxExclusive": "the value is not below {}",
    "MaxInclusive": "the value is above {}",
    "MaxLength": "the value has more characters than {}",
    "MinCount": "there are fewer values than {}",
    "MinExclusive": "the value is not above {}",
    "MinInclusive": "the value is below {}",
    "MinLength": "the value has fewer characters than {}",
    "Node": "the value does not conform to {}",
    "NodeKind": "the value is no {}",
    "Not": "the value conforms to {}",
    "Or": "the value conforms to none of {}",
    "Pattern": "the value does not match {}",
    "QualifiedMaxCount": "more values than {} conform",
    "QualifiedMinCount": "fewer values than {} conform",
    "UniqueLang": "there are several values in one language",
    "Xone": "the value does not conform to exactly one of {}",
}
"""By the name of the component; the braces hold its parameter."""


def standard_message(constraint: Constraint) -> str:
    """Return what a broken constraint is called."""
    name = str(constraint.component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
    return WORDS[name].replace("{}", constraint.parameter)
