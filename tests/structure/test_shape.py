"""What a line shows by itself: its width and its marks."""

import pytest

from cleaner.structure import marks
from cleaner.structure.shape import LONGEST, read_shape


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("The lock is shut", marks.UPPER),
        ("“The lock", marks.UPPER),
        ("the lock is shut", marks.LOWER),
        ("(the lock", marks.LOWER),
        ("шлюз", marks.LOWER),
        ("It is shut.", marks.ENDED),
        ("It is shut.”", marks.ENDED),
        ("门关了。", marks.ENDED),
        ("دروازہ بند ہے۔", marks.ENDED),
        ("फाटक बंद है।", marks.ENDED),
        ("It is shut.", marks.STOPPED),
        ("the lock, the mill,", marks.PAUSED),
        ("بعد الظهر،", marks.PAUSED),
        ("what he brought:", marks.COLON),
        ("— Nobody.", marks.SPOKEN),
        ("« Personne. »", marks.SPOKEN),
        ("- Никого, - сказал он", marks.SPOKEN),
        ("> so he says", marks.QUOTED),
        ("|> so he says", marks.QUOTED),
        ("| so he says", marks.QUOTED),
        ("IF> so she says", marks.QUOTED),
        ("- eggs", marks.ITEM),
        ("•eggs", marks.ITEM),
        ("12. Beat the eggs", marks.ITEM),
        ("(a) the keeper", marks.ITEM),
        ("iv) the mill", marks.ITEM),
        ("一、检查门窗", marks.ITEM),
        ("weir: a low wall", marks.LABEL),
        ("记者：您好", marks.LABEL),
        ("From ines at example.org  Mon Mar  3 08:11:09 2025", marks.LABEL),
        ("KEEPER: Who is there?", marks.TURN),
        ("[08:11] <ines> hello", marks.TURN),
        ("<ines> hello", marks.TURN),
        ("_Keeper._ Who is there?", marks.TURN),
        ("**Keeper.** Who is there?", marks.TURN),
        ("Mr. Falk: Nobody.", marks.TURN),
        ("Q. Who was there?", marks.TURN),
        ("a\tb", marks.TABBED),
        ("a\tb\tc", marks.ROW),
        ("a    b", marks.GAPPED),
        ("a  b", marks.SPACED),
        ("| a | b |", marks.BARRED),
        ("The lock ...... 12", marks.LEADER),
        ("Шлюз . . . . . 12", marks.LEADER),
        ("-----", marks.RULE),
        ("$ ls -l", marks.CODE),
        ("return total", marks.CODE),
        ("total = 0", marks.CODE),
        ("print(total);", marks.CODE),
        ("<li class='a'>", marks.CODE),
        ("Page 12 of 40", marks.PAGE),
        ("- 12 -", marks.PAGE),
        ("第 3 页", marks.PAGE),
        ("Falk            Locks            [Page 3]", marks.PAGE),
        ("§ 7 Öffnung", marks.PROVISION),
        ("Article 12. Locks", marks.PROVISION),
        ("(2) Bei Frost", marks.PROVISION),
        ("4.1.2 Locks", marks.PROVISION),
        ("第三条 船闸", marks.PROVISION),
        ("[12] Falk, I. Locks", marks.REFERENCE),
        ("Falk, I. and Miller, O. Locks", marks.CITING),
        ("Journal of Locks, 12(3):45-61", marks.CITING),
        ("Figure 3. Locks", marks.CAPTION),
        ("Рис. 4", marks.CAPTION),
        ("表 2 船闸", marks.CAPTION),
        ("## Locks", marks.TITLE),
        ("the ledger of 1921", marks.NUMBERED),
        ("12 14 16 barges", marks.FIGURES),
        ("12", marks.NUMBER),
        ("--", marks.SIGNED),
        ("THE LOCK", marks.CAPITALS),
        ("UPR002-004-008", marks.JOINED),
        ("LOWER WICK AND MARSH END-", marks.JOINED),
        ("Type: A lock", marks.TAGGED),
        ("水门", marks.WIDE),
        ("He left. Nobody saw it", marks.CUT),
        ("word " * 40 + "end", marks.LONG),
    ],
)
def test_a_line_has_a_mark(text, mark):
    assert read_shape(text).marks & mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("— Nobody.", marks.ITEM),
        ("- Никого, - сказал он", marks.ITEM),
        ("The lock is shut,", marks.ENDED),
        ("Who is there?", marks.STOPPED),
        ("One thing is certain: nothing", marks.TURN),
        ("Mrs. Falk said: nothing", marks.TURN),
        ("at 12:30 he came", marks.LABEL),
        ("A. Keeper and his son", marks.ITEM),
        ("1921 was dry", marks.ITEM),
        ("12.15  Lower Wick  1-1  Marsh End", marks.PROVISION),
        ("2.1 The ledger ........ 12", marks.PROVISION),
        ("10.31 Uhr: Die Schleuse ist zu", marks.PROVISION),
        ("The lamp is low;", marks.CODE),
        ("Page 12 is missing", marks.PAGE),
        ("3/4", marks.PAGE),
        ("=== ines [~i@example.org] has joined", marks.TITLE),
        ("a well-known half-timbered house by the old canal and the mill", marks.JOINED),
        ("He left at 3.5 metres", marks.CUT),
        ("12 barges and many more boats", marks.FIGURES),
        ("ledger 12345", marks.NUMBER),
        ("a  b", marks.GAPPED),
        ("看闸人用 GPS", marks.CAPITALS),
        ("_unless_ he comes", marks.TURN),
        ("**All of this is bold.** The rest is not", marks.TURN),
        ("[NOTE: nothing]", marks.TURN),
    ],
)
def test_a_line_has_not_a_mark(text, mark):
    assert not read_shape(text).marks & mark


@pytest.mark.parametrize(
    ("text", "cells", "first"),
    [
        ("the lock", 8, 3),
        ("lock", 4, 4),
        ("水门关了", 8, 2),
        ("cafe\u0301 noir", 9, 5),
        ("קָנָל", 3, 3),
    ],
)
def test_the_width_of_a_line_is_that_of_a_terminal(text, cells, first):
    shape = read_shape(text)
    assert (shape.cells, min(shape.first_cells, shape.cells)) == (cells, min(first, cells))


def test_of_a_long_line_only_the_start_and_the_end_are_examined():
    shape = read_shape("a " * 100_000 + "end.")
    assert LONGEST < shape.cells <= 400
    assert shape.marks & marks.ENDED
