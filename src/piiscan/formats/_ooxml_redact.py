"""A redacted Office document: a new package with only the parts that are known to be safe, cut and cleaned.

References are followed from the body on; a part that is not reached, or is of a kind that stays behind, is left out
together with whatever refers to it, so that nothing dangles. A kind of part that nobody has judged stops the redaction.
"""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from piiscan.errors import CannotRedact, ReadError, RedactError
from piiscan.formats._cuts import Writer, apply
from piiscan.formats._ooxml import Package, Relation, relations_name
from piiscan.formats._ooxml_clean import clean_markup, drop_references
from piiscan.formats._ooxml_write import Written, write
from piiscan.formats._package import Member, Piece
from piiscan.model import Blob, Cut, Edit, Problem, Text, step

__all__ = ["DRAWN", "LEFT", "Recipe", "redact_package"]

DRAWN = frozenset(
    {
        *("theme", "themeOverride", "chart", "chartshapes", "chartex", "chartstyle", "chartcolorstyle", "drawing"),
        *("diagramData", "diagramLayout", "diagramStyle", "diagramColors", "diagramDrawing"),
    }
)
"""Kinds of markup that any Office document may show."""

LEFT = frozenset(
    {
        *("core-properties", "extended-properties", "custom-properties", "xml", "customXmlProperties"),
        *("vbaProject", "vbaData", "attachedToolbars", "activeX", "controlproperties", "oleObject", "inkml"),
        *("printerSettings", "obfuscatedFont", "x-fontdata", "x-font-ttf", "classificationlabels", "documenttasks"),
        *("webextension", "webextensiontaskpanes", "digital-signature-origin", "digital-signature-xmlsignature"),
        *("digital-signature-certificate", "userCustomization", "customUI", "comments", "vmlDrawing", "tags"),
    }
)
"""Kinds of parts that stay behind: about the document, bound to it, or able to run."""

_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """What a family of documents keeps.

    Arguments:
        pieces: the walk over its parts; the trees of its pieces are changed.
        clean: takes out of a part that stays whatever must not be carried along.
        kept: kinds of markup that make up the document itself.
        left: further kinds of parts that stay behind.
        left_types: types of references that are not followed.
        writers: how runs are written back whose source is no text, tail or attribute.
    """

    pieces: Callable[[Package], Iterator[Piece]]
    clean: Callable[[Package, Member, etree._Element], None]
    kept: frozenset[str]
    left: frozenset[str]
    left_types: frozenset[str]
    writers: Mapping[str, Writer] = field(default_factory=dict)


@dataclass(slots=True)
class _Answers:
    """What the edit said, part by part, by the name of the member."""

    texts: dict[str, list[tuple[Text, Sequence[Cut]]]] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    blobs: dict[str, Blob | RedactError | ReadError | None] = field(default_factory=dict)
    ole: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def redact_package(package: Package, recipe: Recipe, edit: Edit, out: BinaryIO) -> None:
    """Asks about every part, then writes the copy.

    Arguments:
        package: the document.
        recipe: what it keeps.
        edit: what to cut.
        out: where the copy goes.

    Raises:
        CannotRedact: a part cannot be read, is of an unknown kind, or holds a value where it cannot be cut.
        ReadError: a picture or attachment cannot be read.
    """
    path = package.zip.path
    members = {member.name.lower(): member for member in package.members}
    if len(members) < len(package.members):
        raise CannotRedact("two parts have the same name", path)
    body = package.body()
    main = members.get(body.target.lower()) if body else None
    if body is None or main is None or main.kind != "main" or not main.type:
        raise CannotRedact("has no body that its list of parts names", path)
    answers = _asked(recipe.pieces(package), edit)
    kept = _Reach(package, recipe, members, answers).parts(main)
    _check(package, kept, answers)
    for member in kept.values():
        apply(answers.texts.get(member.name, ()), path, recipe.writers)
    written = [_part(package, member, answers, kept, recipe) for member in kept.values()]
    write([*written, *_relations(package, kept, written, answers)], body, out)


def _asked(pieces: Iterator[Piece], edit: Edit) -> _Answers:
    answers = _Answers()
    for piece in pieces:
        name = piece.member.name if piece.member else ""
        if isinstance(piece.part, Text):
            _ask_text(piece, edit, name, answers)
        elif isinstance(piece.part, Blob):
            with piece.part.open() as stream:
                if stream.read(4) == _OLE:
                    answers.ole.add(name)
            try:
                answers.blobs[name] = edit.blob(piece.part)
            except (RedactError, ReadError) as error:
                answers.blobs[name] = error  # matters only where the part is written
        elif isinstance(piece.part, Problem):
            answers.broken.add(name)
    return answers


def _ask_text(piece: Piece, edit: Edit, name: str, answers: _Answers) -> None:
    if not isinstance(piece.part, Text):
        return
    cuts = edit.text(piece.part)
    if piece.root is not None:
        answers.texts.setdefault(name, []).append((piece.part, cuts))
        answers.trees[name] = piece.root
    elif piece.member is None:
        for cut in cuts:
            first, last = piece.part.run(cut.span.start), piece.part.run(cut.span.end - 1)
            sources = piece.part.sources[first : last + 1]
            answers.named |= {source.name for source in sources if isinstance(source, Member)}
    elif cuts:
        answers.broken.add(name)  # cuts that cannot be written back: the part may only stay behind


@dataclass(frozen=True, slots=True)
class _Reach:
    """Follows the references from the body on."""

    package: Package
    recipe: Recipe
    members: dict[str, Member]
    answers: _Answers

    def parts(self, main: Member) -> dict[str, Member]:
        """The parts to write, by their names in lower case."""
        kept, waiting = {main.name.lower(): main}, [main]
        while waiting:
            member = waiting.pop()
            for relation in self.package.relations.get(member.name, ()):
                target = self._target(relation, member)
                if target is None or target.name.lower() in kept:
                    continue
                if target.name not in self.answers.blobs and target.kind not in self.recipe.kept | DRAWN:
                    raise CannotRedact("has a part of a kind that is not known to be safe", _path(self.package, target))
                kept[target.name.lower()] = target
                waiting.append(target)
        return dict(sorted(kept.items()))

    def _target(self, relation: Relation, owner: Member) -> Member | None:
        """The part that a reference leads to, where it belongs into the copy."""
        target = None if relation.external else self.members.get(relation.target.lower())
        if target is None or target.kind in LEFT | self.recipe.left or relation.type in self.recipe.left_types:
            return None
        if owner.kind == "chart" and relation.type == "package":
            return None  # the workbook behind a chart; what the chart shows stands in the chart itself
        if target.name in self.answers.ole or self.answers.blobs.get(target.name, target) is None:
            return None
        return target


def _check(package: Package, kept: dict[str, Member], answers: _Answers) -> None:
    for member in kept.values():
        answer = answers.blobs.get(member.name)
        if isinstance(answer, (RedactError, ReadError)):
            raise answer
        if member.name in answers.broken:
            raise CannotRedact("has a part that could not be read", _path(package, member))
        if member.name in answers.named:
            raise CannotRedact("has a part whose name holds a value", package.zip.path)


def _part(package: Package, member: Member, answers: _Answers, kept: dict[str, Member], recipe: Recipe) -> Written:
    answer = answers.blobs.get(member.name)
    if isinstance(answer, Blob):
        name, kind = _renamed(member, answer, package.zip.path)
        return Written(name, kind, answer, member.name)
    root = _tree(package, member, answers)
    clean_markup(root)
    recipe.clean(package, member, root)
    relations = package.relations.get(member.name, ())
    drop_references(root, {relation.id for relation in relations if _stays(relation, kept)})
    return Written(member.name, member.type, root, member.name)


def _renamed(member: Member, answer: Blob, path: str) -> tuple[str, str]:
    """The name and content type of a replaced file; a new name shows nothing of the old one."""
    if answer.name == member.name:
        return member.name, member.type
    folder, suffix = posixpath.dirname(member.name), posixpath.splitext(answer.name)[1]
    kind = member.type if member.name.endswith(suffix) else mimetypes.types_map.get(suffix.lower(), "")
    if not kind:
        raise CannotRedact("a replaced file is of an unknown type", path)
    return f"{folder}/file{member.info.header_offset}{suffix}", kind


def _stays(relation: Relation, kept: dict[str, Member]) -> bool:
    if relation.external:
        return relation.type == "hyperlink"
    return relation.target.lower() in kept


def _relations(
    package: Package, kept: dict[str, Member], written: Sequence[Written], answers: _Answers
) -> list[Written]:
    """The references of the parts that stay, cut, without those that lead nowhere."""
    names = {part.original.lower(): part.name for part in written}
    owners = {relations_name(member.name).lower(): member.name for member in kept.values()}
    found = []
    for member in package.members:
        owner = owners.get(member.name.lower())
        if owner is None:
            continue
        if member.name in answers.broken:
            raise CannotRedact("has references that could not be read", _path(package, member))
        apply(answers.texts.get(member.name, ()), package.zip.path)
        root = _tree(package, member, answers)
        stays = {r.id: r for r in package.relations.get(owner, ()) if _stays(r, kept)}
        for element in list(root):
            relation = stays.get(element.get("Id") or "") if isinstance(element.tag, str) else None
            if relation is None:
                root.remove(element)
            elif not relation.external:
                element.set("Target", f"/{names[relation.target.lower()]}")
        found.append(Written(member.name, "", root, member.name))
    return found


def _path(package: Package, member: Member) -> str:
    return step(package.zip.path, member.name)


def _tree(package: Package, member: Member, answers: _Answers) -> etree._Element:
    root = answers.trees.get(member.name)
    if root is None:  # a part without any text
        data = package.zip.read(member.info)
        if isinstance(data, ReadError):
            raise data
        root = package.zip.tree(data)
    return root
