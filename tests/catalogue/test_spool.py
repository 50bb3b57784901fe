from __future__ import annotations

from ld_convert.catalogue.spool import Spool, SpooledBlock


def test_a_block_that_was_written_but_not_counted_is_left_out() -> None:
    """Ctrl-C can come between the two; then nobody else knows of it either."""
    first, second = (SpooledBlock(name, b"", (), ()) for name in (b"first", b"second"))
    spool = Spool(None)
    spool.add(first)
    spool.add(second)
    assert list(spool) == [first, second]
    spool.count = 1
    assert list(spool) == [first]
    spool.close()
