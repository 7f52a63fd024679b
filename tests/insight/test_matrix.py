from insight.graph import fields
from insight.matrix import matrix
from insight.overlap import pairs
from tests.insight.landscape import landscape, round_of


def test_every_number_is_that_of_common_members():
    snapshot = landscape([round_of("ABCD"), round_of("BCDE"), round_of("XYZ"), round_of("YZA")])
    lines = matrix(fields(pairs(snapshot, least=1)))
    order = [line.network for line in lines]
    assert {one.entry for one in order} == set(snapshot.active)
    for line in lines:
        assert [cell.number for cell in line.cells] == [
            len(line.network.members & one.members) for one in order
        ]
        assert [cell.is_self for cell in line.cells] == [one is line.network for one in order]
    assert [line.starts_field for line in lines] == [False, False, True, False]
    assert {cell.level for line in lines for cell in line.cells if cell.number == 3 and not cell.is_self} == {
        5
    }
    assert {cell.level for line in lines for cell in line.cells if not cell.number} == {0}


def test_whole_fields_as_long_as_there_is_room():
    rounds = ["ABCD", "ABCE", "ABF", "LMN", "LMO", "XY", "YZ"]
    found = fields(pairs(landscape([round_of(one) for one in rounds]), least=1))
    assert [len(matrix(found, most)) for most in (7, 6, 5, 3, 2)] == [7, 5, 5, 3, 2]


def test_nothing_has_no_table():
    assert matrix([]) == []
