"""Writes the content of a page anew without what is cut: glyphs, small shapes, pixels; at any depth of forms.

Also left out, on every page: marked content (it may carry the text a second time), layers that are not shown, comments,
and anything that is no operator. Resources get new names, and only those that are used are kept, so that nothing old
stays behind under its old name. What is not understood raises `NotUnderstood`, and the page is replaced by its picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from piiscan.formats._pdf_file import decoded, instructions, number, word
from piiscan.formats._pdf_fonts import Font, NotUnderstood, font
from piiscan.formats._pdf_geometry import Cuts, Matrix, multiply
from piiscan.formats._pdf_line import Line
from piiscan.formats._pdf_path import Path
from piiscan.formats._pdf_state import CLIP, PAINT, PATH, SHOW, Graphics, State, arguments, is_number
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Cutter", "marks"]

_DEEPEST = 24
_MOST_USES = 5_000
"""Uses of forms on one page."""
_MARKS = re.compile(rb"(?<![A-Za-z0-9])(?:Tj|TJ|Do|BI)(?![A-Za-z0-9])|['\"]")
_BUILT_IN = {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern", "/G", "/RGB", "/CMYK", "/I"}
_DEFAULTS = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
_FORM_KEYS = ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix")
_KINDS = {"Tf": "/Font", "gs": "/ExtGState", "cs": "/ColorSpace", "CS": "/ColorSpace", "sh": "/Shading"}
_KINDS |= {"scn": "/Pattern", "SCN": "/Pattern", "sc": "/Pattern", "SC": "/Pattern"}


def marks(data: bytes) -> bool:
    """Whether a content stream shows text or pictures."""
    return _MARKS.search(data) is not None


@dataclass(slots=True)
class Cutter:
    """Cuts one page.

    Arguments:
        pdf: the plain file, changed in place.
        cuts: what goes from this page.
        hidden: whether an optional content group (or membership) is not shown.
        paint: an image whose pixels under the boxes are gone, given the image and its matrix.
        path: the blob, for errors.
        reading: the budget.
        forms: forms that hold nothing to cut, already rewritten; shared by all pages.
        made: the numbers of all forms that were written here; shared by all pages.
    """

    pdf: pikepdf.Pdf
    cuts: Cuts
    hidden: Callable[[Any], bool]
    paint: Callable[[Any, Matrix, Cuts], Any]
    path: str
    reading: Reading
    forms: dict[tuple[int, int], Any]
    made: set[int]
    fonts: dict[tuple[int, int], Font | None] = field(default_factory=dict)
    marked: dict[int, bool] = field(default_factory=dict)
    uses: int = 0
    hid: bool = False
    """Whether text of a hidden layer was left out."""

    def content(self, owner: Any, resources: Any) -> tuple[bytes, Any]:
        """The content of a page without what is cut, and the resources that it then uses.

        Raises:
            NotUnderstood: it holds something that cannot be cut.
        """
        rewriter = _Rewriter(self, resources, Graphics(), 0)
        # what is drawn after it must find the state as it was
        return b"q\n" + rewriter.run(owner) + b"\nQ\n", rewriter.resources()

    def stripped(self, stream: Any, resources: Any) -> bytes:
        """The content of a pattern, a glyph or a soft mask without marked content, its names kept."""
        return _Rewriter(self, resources, Graphics(), 0, keep=True).run(stream)

    def form(self, stream: Any, resources: Any, graphics: Graphics, depth: int) -> tuple[Any, bool]:
        """A form without what is cut from this use of it, and whether anything was."""
        import pikepdf

        if not self.cuts and stream.objgen in self.forms:
            return self.forms[stream.objgen], False
        self.uses += 1
        if depth > _DEEPEST or self.uses > _MOST_USES:
            raise NotUnderstood("depth")
        self.reading.tick(self.path)
        own = stream.get("/Resources")
        matrix = stream.get("/Matrix")
        values = [number(value) for value in matrix] if isinstance(matrix, pikepdf.Array) else []
        inner = replace(graphics)
        if len(values) == 6:
            a, b, c, d, e, f = values
            inner.ctm = multiply((a, b, c, d, e, f), graphics.ctm)
        rewriter = _Rewriter(self, own if isinstance(own, pikepdf.Dictionary) else resources, inner, depth)
        data = rewriter.run(stream)
        if not rewriter.changed and stream.objgen in self.forms:
            return self.forms[stream.objgen], False
        new = self.pdf.make_stream(data)
        self.made.add(new.objgen[0])
        for key in _FORM_KEYS:
            if key in stream:
                new[key] = stream[key]
        group = stream.get("/Group")
        if isinstance(group, pikepdf.Dictionary):
            new.Group = pikepdf.Dictionary({k: group[k] for k in ("/Type", "/S", "/CS", "/I", "/K") if k in group})
        new.Resources = rewriter.resources()
        if not rewriter.changed:
            self.forms[stream.objgen] = new
        return new, rewriter.changed

    def font(self, spec: Any) -> Font | None:
        """The font of a dictionary; None where it is not understood."""
        key = getattr(spec, "objgen", (0, 0))
        if key not in self.fonts or key == (0, 0):
            try:
                self.fonts[key] = font(spec)
            except (NotUnderstood, ValueError, TypeError, LookupError, AttributeError, RuntimeError):
                self.fonts[key] = None
        return self.fonts[key]

    def refuse_marks(self, stream: Any) -> None:
        """Raises where a pattern or a soft mask shows text or pictures on a page from which something is cut."""
        import pikepdf

        if not self.cuts or not isinstance(stream, pikepdf.Stream):
            return
        if stream.objgen[0] not in self.marked:
            self.marked[stream.objgen[0]] = marks(decoded(stream, self.path, self.reading))
        if self.marked[stream.objgen[0]]:
            raise NotUnderstood("pattern")


class _Rewriter:
    """Writes one content stream anew."""

    def __init__(self, cutter: Cutter, resources: Any, graphics: Graphics, depth: int, *, keep: bool = False) -> None:
        self._cutter = cutter
        self._keep = keep
        self._resources = resources
        self._depth = depth
        self._state = State(graphics, self._font)
        self._out: list[Any] = []
        self._names: dict[str, dict[str, Any]] = {}
        self._given: dict[tuple[str, str, int], str] = {}
        self._path = Path()
        self._marked: list[bool] = []
        self._hiding = 0
        self._line = Line()
        self.changed = False

    def run(self, owner: Any) -> bytes:
        import pikepdf

        for count, instruction in enumerate(instructions(owner)):
            if not count % 4096:
                self._cutter.reading.tick(self._cutter.path)
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                # a glyph that is a bitmap; those of pages and forms are objects by now
                self._out += [instruction] if self._keep and not self._hidden else []
                continue
            self._one(str(instruction.operator), list(instruction.operands))
        for _ in range(self._state.depth):
            self._emit("Q")
        return pikepdf.unparse_content_stream(self._out)

    def resources(self) -> Any:
        """The resources that were used, under their new names."""
        import pikepdf

        made = {}
        for kind in ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading"):
            named = dict(self._names.get(kind, {}))
            if kind == "/ColorSpace":
                own = self._category(kind)
                named |= {name: own[name] for name in _DEFAULTS if name in own}
            if named:
                made[kind] = pikepdf.Dictionary(named)
        return pikepdf.Dictionary(made)

    @property
    def _hidden(self) -> bool:
        return self._hiding > 0

    def _one(self, operator: str, operands: list[Any]) -> None:
        if operator in ("BMC", "BDC"):
            self._marked.append(operator == "BDC" and self._is_hidden(operands))
            self._hiding += self._marked[-1]
            return
        if operator == "EMC":
            self._hiding -= self._marked.pop() if self._marked else 0
            return
        taken = arguments(operator, operands)
        if taken is None or (operator == "Q" and not self._state.depth):
            return
        if operator in SHOW:
            self._show(operator, taken)
        elif operator in PATH:
            self._path.extend(operator, taken, self._state.now.ctm)
        elif operator in CLIP:
            self._path.clip = operator
        elif operator in PAINT:
            self._paint(operator)
        elif operator == "Do":
            self._use(taken[0])
        else:
            self._other(operator, taken)

    def _other(self, operator: str, taken: list[Any]) -> None:
        if operator in ("Td", "TD", "Tm", "T*", "BT", "ET"):
            self._line.restart()
        self._state.feed(operator, taken)
        if operator == "Tf":
            self._state.now.chosen = taken
            return
        if operator in _KINDS and not (operator == "sh" and self._hidden):
            renamed = self._renamed(operator, taken)
            if renamed is None:
                return
            taken = renamed
        elif operator == "sh":
            return
        self._emit(operator, *taken)

    def _write_font(self) -> None:
        """Writes the last font that was chosen, now that something is shown in it: one for nothing is not kept."""
        now = self._state.now
        if now.chosen is not None and now.written is not now.chosen:
            self._emit("Tf", *(self._renamed("Tf", list(now.chosen)) or now.chosen))
            now.written = now.chosen

    def _emit(self, operator: str, *operands: Any) -> None:
        import pikepdf

        self._out.append(pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator)))

    def _category(self, kind: str) -> Any:
        import pikepdf

        found = self._resources.get(kind)
        return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()

    def _font(self, name: Any) -> Font | None:
        fonts = self._category("/Font")
        return self._cutter.font(fonts[name]) if name in fonts else None

    def _is_hidden(self, operands: list[Any]) -> bool:
        import pikepdf

        if len(operands) < 2 or operands[-2] != "/OC" or not isinstance(operands[-1], pikepdf.Name):
            return False
        properties = self._category("/Properties")
        return operands[-1] in properties and self._cutter.hidden(properties[operands[-1]])

    def _renamed(self, operator: str, taken: list[Any]) -> list[Any] | None:
        """The operands with the new name of their resource; None where there is no such resource."""
        import pikepdf

        at = 0 if operator == "Tf" else -1
        if not taken or not isinstance(taken[at], pikepdf.Name):
            return taken
        kind, name = _KINDS[operator], word(taken[at])
        if kind == "/ColorSpace" and name in _BUILT_IN:
            return taken
        found = self._category(kind)
        if taken[at] not in found:
            return taken if self._keep else [pikepdf.Name("/Missing"), taken[1]] if kind == "/Font" else None
        self._look_at(kind, found[taken[at]])
        if not self._keep:
            taken[at] = pikepdf.Name(self._name(kind, name, found[taken[at]]))
        return taken

    def _look_at(self, kind: str, resource: Any) -> None:
        import pikepdf

        if kind == "/Pattern":
            self._cutter.refuse_marks(resource)
        if kind != "/ExtGState" or not isinstance(resource, pikepdf.Dictionary):
            return
        chosen = resource.get("/Font")
        if isinstance(chosen, pikepdf.Array) and len(chosen) == 2:
            now = self._state.now
            now.font, now.size, now.chosen = self._cutter.font(chosen[0]), number(chosen[1]), None
        mask = resource.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary):
            self._cutter.refuse_marks(mask.get("/G"))

    def _name(self, kind: str, old: str, resource: Any) -> str:
        names = self._names.setdefault(kind, {})
        key = (kind, "" if _number_of(resource) else old, _number_of(resource))
        if key not in self._given:
            self._given[key] = f"{kind[:2]}{len(names) + 1}"
            names[self._given[key]] = resource
        return self._given[key]

    def _show(self, operator: str, taken: list[Any]) -> None:
        import pikepdf

        if operator != "Tj" and operator != "TJ":
            self._line.restart()
            if operator == '"':
                self._other("Tw", taken[:1])
                self._other("Tc", taken[1:2])
            self._other("T*", [])
        shown = taken[-1]
        items = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
        items = [item for item in items if isinstance(item, pikepdf.String) or is_number(item)]
        if not self._cutter.cuts and not self._hidden and not self._line.open:
            self._write_font()
            self._emit("TJ", pikepdf.Array(items))
            return
        pieces = self._line.kept(items, self._state, lambda o, c: self._hidden or self._cutter.cuts.takes(o, c))
        if self._line.cut:
            self.changed = True
            self._cutter.hid |= self._hidden
        if pieces:
            self._write_font()
            self._emit("TJ", pikepdf.Array(pieces))

    def _paint(self, operator: str) -> None:
        shapes, clip, cut = self._path.finish(self._cutter.cuts)
        self.changed |= cut
        if not clip and (self._hidden or not shapes or operator == "n"):
            return
        for name, taken in shapes:
            self._emit(name, *taken)
        if clip:
            self._emit(clip)
        self._emit("n" if self._hidden else operator)

    def _use(self, name: Any) -> None:
        import pikepdf

        objects = self._category("/XObject")
        stream = objects.get(name)
        if self._hidden or not isinstance(stream, pikepdf.Stream):
            return
        if self._keep:
            self._emit("Do", name)
            return
        if "/OC" in stream and self._cutter.hidden(stream["/OC"]):
            return
        new = stream
        if stream.get("/Subtype") == "/Form":
            self._write_font()  # a form may use the font of its user
            new, changed = self._cutter.form(stream, self._resources, self._state.now, self._depth + 1)
            self.changed |= changed
        elif stream.get("/Subtype") == "/Image" and self._cutter.cuts:
            new = self._cutter.paint(stream, self._state.now.ctm, self._cutter.cuts)
            self.changed |= new is not stream
        self._emit("Do", pikepdf.Name(self._name("/XObject", word(name), new)))


def _number_of(resource: Any) -> int:
    """The number of an indirect object; 0 for a direct one."""
    return int(getattr(resource, "objgen", (0, 0))[0])
