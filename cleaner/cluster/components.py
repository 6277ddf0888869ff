"""Connected components of a graph that is a table of edges, by large-star and small-star.

The method of Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii (Connected Components in MapReduce and
Beyond, 2014): each round ties every node to the least of its neighbours, first those that are greater than
it, then those that are less. It ends after about as many rounds as the logarithm of the longest path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaner.cluster.session import Cluster, Table

_BOTH = "select a node, b other from {edges} union all select b, a from {edges}"
_LEAST = "select node, min(other) least from {both} group by node"
# Every greater neighbour of a node goes to the least of its neighbours and itself.
_LARGE = """
select distinct b.other a, least(l.least, b.node) b
from {both} b join {least} l on b.node = l.node
where b.other > b.node
"""
# Every neighbour less than a node, and the node, go to the least of these.
_SMALL_LEAST = "select a node, min(b) least from {edges} group by a"
_SMALL = """
select distinct a, b from (
    select e.b a, l.least b from {edges} e join {least} l on e.a = l.node where e.b <> l.least
    union all
    select node, least from {least}
)
"""
# Edges -> their number, and a hash of the set: the rows themselves would not fit in this process.
_STATE = "select count(*) n, bit_xor(xxhash64(a, b)) mark from {edges}"


class Components(NamedTuple):
    """A table `member`, `component` (the least member of it) of all nodes, and the rounds that it took."""

    labels: Table
    rounds: int


def find_components(cluster: Cluster, edges: Table) -> Components:
    """Finds the components of a graph with edges `a`, `b`; an edge may come more than once."""
    directed = "select distinct greatest(a, b) a, least(a, b) b from {edges} where a <> b"
    # From the greater to the less, each once: the rounds keep them so.
    current = cluster.materialize("components: edges", cluster.sql(directed, edges=edges))
    state = _state(cluster, current)
    rounds = 0
    while state[0]:  # no edges, no rounds
        rounds += 1
        current = cluster.materialize("components: a round", _small(cluster, _large(cluster, current)))
        before, state = state, _state(cluster, current)
        # A round that changes no edge is the last: every node is tied to the least of its component.
        if before == state:
            break
    labels = "select a member, b component from {edges} union select b, b from {edges}"
    return Components(cluster.sql(labels, edges=current), rounds)


def _large(cluster: Cluster, edges: Table) -> Table:
    """Ties the greater neighbours of each node to the least of its neighbours and itself (large-star)."""
    both = cluster.sql(_BOTH, edges=edges)
    return cluster.sql(_LARGE, both=both, least=cluster.sql(_LEAST, both=both))


def _small(cluster: Cluster, edges: Table) -> Table:
    """Ties each node and its lesser neighbours to the least of these (small-star)."""
    return cluster.sql(_SMALL, edges=edges, least=cluster.sql(_SMALL_LEAST, edges=edges))


def _state(cluster: Cluster, edges: Table) -> tuple[int, int]:
    """Identifies a set of edges: how many there are, and a hash of all, whatever their order."""
    [row] = cluster.collect("components: whether anything moved", cluster.sql(_STATE, edges=edges))
    return int(row.n), int(row.mark or 0)
