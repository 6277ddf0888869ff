import random
from pathlib import Path

import pytest

from tests.cluster.conftest import LOOPBACK


def expected(edges):
    parents = {}

    def root(node):
        while parents.setdefault(node, node) != node:
            node = parents[node]
        return node

    for a, b in edges:
        a, b = root(a), root(b)
        parents[max(a, b)] = min(a, b)
    return {node: root(node) for node in parents}


@pytest.fixture
def cluster(spark, tmp_path: Path):
    from cleaner.cluster.session import start

    session = start("local[2]", LOOPBACK, tmp_path / "scratch")
    yield session
    session.stop()


def test_components_of_several_graphs(cluster):
    from cleaner.cluster.components import find_components

    draw = random.Random(3)
    edges = [(draw.randrange(300), draw.randrange(300)) for _ in range(200)]
    edges += [(1000 + node, 1001 + node) for node in range(60)]  # a chain
    edges += [(2000, 2000 + node) for node in range(1, 200)]  # a star
    edges += [(b, a) for a, b in edges[:50]]
    table = cluster.sql(
        "select stack({n}, VALUES) as (a, b)".replace("{n}", str(len(edges))).replace(
            "VALUES", ", ".join(f"{a}l, {b}l" for a, b in edges)
        )
    )
    found = find_components(cluster, table)
    rows = cluster.collect("labels", found.labels)
    assert {row.member: row.component for row in rows} == expected([(a, b) for a, b in edges if a != b])
    assert len(rows) == len({row.member for row in rows})
    assert found.rounds <= 10
