"""How much capitals look like a word, and not like letters drawn at random: by the pairs of letters in them.

FACTUUR is made of pairs that Dutch is made of; NXGQLVB is not. It tells a word with digits behind it from a code.

Source: the word types of four to eight letters in the treebanks UD Dutch LassySmall and UD Dutch Alpino (CC BY-SA 4.0),
counted; words with an O are left out, as the documents that this is for never have one.
"""

from __future__ import annotations

from itertools import pairwise

__all__ = ["likeness"]

_LETTERS = "ABCDEFGHIJKLMNPQRSTUVWXYZ"
_TABLE = """
8355135040575840756420002 8300900070060000730600000 6020700960650001406500020 7005900070000000644622010
2234634150474930865432013 7106863372160200757432032 6005903160040200635500001 8000900070002100408600020
4255826007554830466020001 7007854020742730055650005 7300900062660300558415112 8206943080362020055520010
9404900080015250043500010 7038807160501510067410022 8000900373170050726500000 2222222222222222852922222
8236913080534320366632011 5073810253363361069400020 7000902484021000755503022 3444424080565620885515223
8200900080060000600420000 9000900390000000330200000 8373633383336333338333333 6056703000356670786350000
8200900191100000000606022
"""
"""For each first letter a digit per second letter: twice the natural logarithm of how much more often the pair stands
in words than by chance, and five."""
_PAIRS = _TABLE.split()


def likeness(letters: str) -> float:
    """The mean log-odds, per pair, that letters are from a word; above 0.3 for nineteen words in twenty.

    Arguments:
        letters: capitals without O, two at least.

    >>> likeness("FACTUUR") > 0.3 > likeness("NXGQLVB")
    True
    """
    pairs = [int(_PAIRS[_LETTERS.index(first)][_LETTERS.index(second)]) for first, second in pairwise(letters)]
    return (sum(pairs) / len(pairs) - 5) / 2
