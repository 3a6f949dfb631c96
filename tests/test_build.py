def test_x(pages):
    assert len(pages) == 252
    for p in pages.values(): p.tree
