"""Which attributes of office documents say something, rather than steer the layout.

Reading every attribute would drown a scan in measures and identifiers, and writing into them breaks documents. So there
are names that always count, elements whose value counts, and whatever else looks like prose, an address or a link.
"""

from __future__ import annotations

import re

__all__ = ["says"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALWAYS = _words(
    """
    alt anchor author caption codeName command comment connection connectionString creator current-value
    currentValue date-value dbCommand ddeItem ddeService ddeTopic descr description display displayName displayText
    dn email error errorTitle footerText fullDate fullName headerText help helpText initials instr label
    lastModifiedBy localName location manager oldName prompt promptTitle refreshedBy screenTip sourceFile statusBar
    statusText string string-value subject suggestedSigner suggestedSigner2 suggestedSignerEmail supertip text title
    tooltip totalsRowLabel uniqueName url user userId userName username value
    """
)
"""Attributes whose value is content wherever they stand."""

_VALUED = _words(
    """
    addressFieldName alias aliases author connectString customFilter d default description docPart docVar filter
    helpText listEntry mailSubject mappedName n name query s sheetName statusText tag udl
    """
)
"""Elements whose ``val`` or ``v`` is content."""

_LAYOUT = _words(
    """
    Ignorable Requires ProcessContent adj ascii asciiTheme axis clip coordorigin coordsize cs d ea eastAsia
    enhanced-path eqn family font-family font-family-asian font-family-complex font-name font-name-asian
    font-name-complex format gfxdata glue-points hAnsi ns panose path points prefixMappings ptType
    schemaLocation script spid spids sqref style targetNamespace text-path transform typeface uri URI viewBox xpath
    Target TargetMode Type PartName ContentType Extension
    """
)
"""Attributes that never are, however much they look like prose."""

_STEERING = _words("altName cat cs ea font font-face latin lsdException mathFont panose1 rFonts sym tableStyleInfo")
"""Elements without any attribute that says something."""

_UNNAMED = _words(
    """
    cellStyle clrScheme compatSetting config-item config-item-map-indexed config-item-map-named config-item-set
    control-implementation cxn default-style fmtScheme fontScheme gd gradient fill-image hatch latentStyles
    list-style marker master-page opacity page-layout presentation-page-layout scheme sequence-decl shapetype
    stroke-dash style table-template tableStyle theme user-field-decl variable-decl boolean-style currency-style
    data-style date-style number-style percentage-style text-style time-style
    """
)
"""Elements whose ``name`` is that of a style or a setting."""

_PROSE = re.compile(r"[^\W\d_]{2}.*\s.*\w|\w@\w|://|mailto:", re.DOTALL)
_LITERAL = re.compile(r'"[^"]*(?:[^\W\d_]{3}|\d{4})')
"""Words or a number in quotes, which a number format shows as they are."""
_INSIDE = ("#", "Pictures/", "Object", "./Object", "Media/", "media/", "theme/")
"""How links to other parts of the same document begin."""
_VOCABULARIES = ("http://schemas.", "http://docs.oasis-open.org/", "http://www.w3.org/", "http://purl.o")
"""How the names of vocabularies begin."""


def says(tag: str, attribute: str, value: str) -> bool:
    """Whether an attribute holds something a person or a program would read.

    Arguments:
        tag: the element, without namespace.
        attribute: its attribute, without namespace.
        value: as written.
    """
    if attribute in _LAYOUT or tag in _STEERING or tag.endswith("-properties") or not value.strip():
        return False
    if value.startswith(_VOCABULARIES):
        return False
    if attribute in ("name", "display-name"):
        return tag not in _UNNAMED
    if attribute == "formatCode":
        return bool(_LITERAL.search(value))
    if attribute == "href":
        return not value.startswith(_INSIDE)
    if attribute in ("val", "v") and tag in _VALUED:
        return True
    return attribute in _ALWAYS or bool(_PROSE.search(value))
