"""The names of ISO 32000-2 that a page and what it draws may use: no other key stays in a copy."""

from __future__ import annotations

__all__ = ["KEYS", "MAPS", "VALUES"]

_TREE = "Type Root Size Pages Kids Count Parent Contents Resources UserUnit Group MediaBox CropBox Rotate"
_STREAM = "Length Length1 Length2 Length3 Filter DecodeParms JBIG2Globals"
_FILTER = """Predictor Colors Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1
DamagedRowsBeforeError ColorTransform"""
_OBJECT = """Subtype FormType BBox Matrix Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode
Interpolate SMask SMaskInData Matte S CS I PatternType PaintType TilingType XStep YStep Shading ExtGState"""
_STATE = (
    """LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 HT FL SM SA BM CA ca AIS TK UseBlackPtComp HTO G BC"""
)
_FONT = """BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode BaseEncoding Differences DescendantFonts
CIDSystemInfo Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix CharProcs FontName Flags
ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2
FontFile3 Style Panose CIDSet FD FontStretch FontWeight CMapName WMode UseCMap"""
_COLOUR = """N Alternate Range WhitePoint BlackPoint Gamma Colorants Process MixingHints Components Solidities
PrintingOrder DotGain"""
_FUNCTION = """FunctionType Domain C0 C1 Functions Bounds Encode BitsPerSample Order ShadingType Background AntiAlias
Function Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow HalftoneType Frequency Angle SpotFunction
AccurateScreens TransferFunction Xsquare Ysquare Default"""

MAPS = frozenset(("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/CharProcs", "/Colorants"))
"""Keys of dictionaries whose own keys are names that the file chose."""

KEYS = MAPS | {
    f"/{name}"
    for group in (_TREE, _STREAM, _FILTER, _OBJECT, _STATE, _FONT, _COLOUR, _FUNCTION)
    for name in group.split()
}
"""Keys of dictionaries."""

_VALUES = """Catalog Page XObject Image Form Pattern Mask FontDescriptor CMap Halftone Transparency Luminosity Alpha
FlateDecode DCTDecode JPXDecode CCITTFaxDecode JBIG2Decode LZWDecode RunLengthDecode ASCII85Decode ASCIIHexDecode
Crypt DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB Lab ICCBased Indexed Separation DeviceN NChannel All None
Type0 Type1 MMType1 Type3 TrueType CIDFontType0 CIDFontType2 Type1C CIDFontType0C OpenType Identity Identity-H
Identity-V First Extends WinAnsiEncoding MacRomanEncoding MacExpertEncoding StandardEncoding ObjStm XRef Index
Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference
Exclusion Hue Saturation Color Luminosity Perceptual RelativeColorimetric AbsoluteColorimetric"""

VALUES = frozenset(f"/{name}" for name in _VALUES.split())
"""Names that stand as values, beside those of fonts, glyphs and resources."""
