"""Messages for results of shapes without sh:message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import SH

if TYPE_CHECKING:
    from ld_convert.validate.constraints import Constraint

WORDS = {
    "And": "the value does not conform to all of {}",
    "Class": "the value is not typed as {}",
    "Closed": "the property is not allowed here",
    "Datatype": "the value is not a {}",
    "Disjoint": "the value is also a value of {}",
    "Equals": "the value is not a value of both this property and {}",
    "HasValue": "the value {} is missing",
    "In": "the value is not one of {}",
    "LanguageIn": "the language of the value is not one of {}",
    "LessThan": "the value is not less than each value of {}",
    "LessThanOrEquals": "the value is greater than a value of {}",
    "MaxCount": "there are more than {} values",
    "MaxExclusive": "the value is not below {}",
    "MaxInclusive": "the value is above {}",
    "MaxLength": "the value has more than {} characters",
    "MinCount": "there are fewer than {} values",
    "MinExclusive": "the value is not above {}",
    "MinInclusive": "the value is below {}",
    "MinLength": "the value has fewer than {} characters",
    "Node": "the value does not conform to {}",
    "NodeKind": "the value is not a node of kind {}",
    "Not": "the value conforms to {}",
    "Or": "the value conforms to none of {}",
    "Pattern": "the value does not match {}",
    "QualifiedMaxCount": "more values than {} conform",
    "QualifiedMinCount": "fewer values than {} conform",
    "UniqueLang": "there are several values in one language",
    "Xone": "the value does not conform to exactly one of {}",
}
"""Message by component; the braces stand for the value of its parameter."""


def standard_message(constraint: Constraint) -> str:
    """Return the message for a broken constraint."""
    name = str(constraint.component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
    return WORDS[name].replace("{}", constraint.parameter)
