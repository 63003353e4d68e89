#!/usr/bin/env python3
"""The same question asked of several programs: how many independent origins does each claim have?

    pip install duckdb networkx igraph
    cargo build --release
    python3 benches/peers/peers.py 10000 100000          # measure, print a table
    python3 benches/peers/peers.py --write 10000 100000  # and put it into docs/performance.md

Every program runs as a process of its own on the same machine-made case, three times (once where that takes longer
than LONG seconds); the table gives the median of the wall time, the ratio to claimgraph, the peak memory, and the
exponent of growth between the smallest and the largest size. A program that is not installed is left out; one that
takes longer than LIMIT seconds is not asked again.

An origin is a statement that cites nothing, and counts once for the house of its actor (or the actor itself); a line
may end in a circle instead, which all but DuckDB count as well. Peers answer only that; claimgraph reads and validates,
and `support` computes everything else that it prints.
"""
import json, math, os, random, signal, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BEGIN, END = "<!-- peers -->", "<!-- /peers -->"
LIMIT = 120
LONG = 20
OWN = "claimgraph `support --origins`"


def generate(count, folder):
    """Writes a case for claimgraph and the same as flat records for the peers."""
    rng = random.Random(count)
    actors, claims = count // 20 + 10, count // 8 + 1
    houses = actors // 50 + 2
    low = lambda bound, power: int(bound * rng.random() ** power)
    house = [low(houses, 2) if rng.random() < 0.3 else None for _ in range(actors)]
    cites, said, on = [], [], [[] for _ in range(claims)]
    for number in range(count):
        claim = low(claims, 2)
        before, own = on[claim], set()
        if before and rng.random() < 0.6:
            own |= {before[low(len(before), 2)], before[-1 - rng.randrange(min(10, len(before)))]}
        if number and rng.random() < 0.05:
            own.add(rng.randrange(number))
        if own and rng.random() < 0.01:
            cites[min(own)].add(number)
        cites.append(own)
        said.append((claim, low(actors, 3), rng.random() < 0.05))
        on[claim].append(number)
    case, flat = os.path.join(folder, f"case{count}.ndjson"), os.path.join(folder, f"flat{count}.ndjson")
    with open(case, "w") as ours, open(flat, "w") as theirs:
        line = lambda record: ours.write(json.dumps(record, separators=(",", ":")) + "\n")
        for at in range(houses):
            line({"actor": {"id": f"house-{at}"}})
        for at in range(actors):
            tie = {} if house[at] is None else {"affiliations": [{"to": f"house-{house[at]}", "role": "part-of"}]}
            line({"actor": {"id": f"actor-{at}", **tie}})
        for at in range(claims):
            line({"claim": {"id": f"claim-{at}", "text": f"Claim {at}"}})
        for at, (claim, actor, disputes) in enumerate(said):
            cited = [f"s{to}" for to in sorted(cites[at])]
            record = {"id": f"s{at}", "by": f"actor-{actor}", "disputes" if disputes else "asserts": f"claim-{claim}"}
            line({"statement": {**record, **({"cites": cited} if cited else {"basis": "witnessed"})}})
            voice = f"actor-{actor}" if house[actor] is None else f"house-{house[actor]}"
            theirs.write(json.dumps({"id": f"s{at}", "voice": voice, "claim": f"claim-{claim}",
                                     "disputes": disputes, "cites": cited}, separators=(",", ":")) + "\n")
    return case, flat


def load(flat):
    """Records, citations by place, and the statements that support each claim."""
    try:
        import orjson
        loads = orjson.loads
    except ImportError:
        loads = json.loads
    records = [loads(line) for line in open(flat, "rb")]
    place = {record["id"]: at for at, record in enumerate(records)}
    cites = [[place[to] for to in record["cites"]] for record in records]
    seeds = {}
    for at, record in enumerate(records):
        if not record["disputes"]:
            seeds.setdefault(record["claim"], []).append(at)
    return records, cites, seeds


def components(cites):
    """The strongly connected component of each statement (Tarjan, with a stack of its own)."""
    count, order, low, of, open_, found = len(cites), 0, [0] * len(cites), [-1] * len(cites), [], 0
    number = [0] * count
    for start in range(count):
        if number[start]:
            continue
        work = [(start, iter(cites[start]))]
        order += 1
        number[start] = low[start] = order
        open_.append(start)
        while work:
            at, rest = work[-1]
            for to in rest:
                if not number[to]:
                    order += 1
                    number[to] = low[to] = order
                    open_.append(to)
                    work.append((to, iter(cites[to])))
                    break
                if of[to] < 0:
                    low[at] = min(low[at], number[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == number[at]:
                    while True:
                        member = open_.pop()
                        of[member] = found
                        if member == at:
                            break
                    found += 1
    return of


def endings(records, cites, of):
    """The component of each statement that ends a line: with its voice where it cites nothing, with none in a circle."""
    leads_on = {of[at] for at, row in enumerate(cites) for to in row if of[to] != of[at]}
    return {of[at]: None if row else records[at]["voice"] for at, row in enumerate(cites) if of[at] not in leads_on}


def totals(reached, ends):
    """Origins of all claims, by voice, and circles in which their lines end."""
    origins = sum(len({ends[at] for at in seen} - {None}) for seen in reached)
    return origins, sum(1 for seen in reached for at in seen if ends[at] is None)


def count_python(flat):
    records, cites, seeds = load(flat)
    of = components(cites)
    ends, reached = endings(records, cites, of), []
    for seed in seeds.values():
        seen, todo = set(seed), list(seed)
        while todo:
            for to in cites[todo.pop()]:
                if to not in seen:
                    seen.add(to)
                    todo.append(to)
        reached.append({of[at] for at in seen} & ends.keys())
    return totals(reached, ends)


def count_networkx(flat):
    import networkx
    records, cites, seeds = load(flat)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(records)))
    graph.add_edges_from((at, to) for at, row in enumerate(cites) for to in row)
    condensed = networkx.condensation(graph)
    of = condensed.graph["mapping"]
    ends, reached = endings(records, cites, of), []
    for seed in seeds.values():
        starts = {of[at] for at in seed}
        seen = starts.union(*(networkx.descendants(condensed, at) for at in starts))
        reached.append(seen & ends.keys())
    return totals(reached, ends)


def count_igraph(flat):
    import igraph
    records, cites, seeds = load(flat)
    graph = igraph.Graph(n=len(records), edges=[(at, to) for at, row in enumerate(cites) for to in row], directed=True)
    of = graph.connected_components(mode="strong").membership
    ends, reached = endings(records, cites, of), []
    for seed in seeds.values():
        near = graph.neighborhood(seed, order=len(records), mode="out")
        reached.append({of[at] for row in near for at in row} & ends.keys())
    return totals(reached, ends)


def count_duckdb(flat):
    import duckdb
    db = duckdb.connect()
    db.execute(f"create table said as select * from read_json('{flat}', format='newline_delimited')")
    db.execute("create table cited as select s.id as citing, unnest(s.cites) as cited from said s")
    return db.execute("""
        with recursive rests(claim, step) as (
            select claim, id from said where not disputes
            union select rests.claim, cited.cited from rests join cited on cited.citing = rests.step)
        select count(*) from (select distinct rests.claim, said.voice
            from rests join said on said.id = rests.step where len(said.cites) = 0)""").fetchone()[0]


PEERS = {"DuckDB, recursive SQL": count_duckdb, "plain Python": count_python,
         "igraph": count_igraph, "NetworkX": count_networkx}


def flow_igraph(flat):
    """Disjoint paths from the supporting statements of each claim to the voices behind its origins: their number, and
    the seconds they took once the records were read. Every vertex is split in two, as a flow needs it."""
    import igraph
    records, cites, seeds = load(flat)
    start, total = time.perf_counter(), 0
    for seed in seeds.values():
        reached, place = list(seed), {at: index for index, at in enumerate(seed)}
        for at in reached:
            for to in cites[at]:
                if to not in place:
                    place[to] = len(reached)
                    reached.append(to)
        source, sink, count, voices, edges = 2 * len(reached), 2 * len(reached) + 1, 2 * len(reached) + 2, {}, []
        for at in reached:
            own = 2 * place[at]
            edges.append((own, own + 1))
            edges += [(own + 1, 2 * place[to]) for to in cites[at]]
            if not cites[at]:
                voice = records[at]["voice"]
                if voice not in voices:
                    voices[voice], count = count, count + 1
                    edges.append((voices[voice], sink))
                edges.append((own + 1, voices[voice]))
        edges += [(source, 2 * place[at]) for at in seed]
        total += int(igraph.Graph(n=count, edges=edges, directed=True).maxflow_value(source, sink))
    return total, time.perf_counter() - start


def run(command):
    """Seconds of wall time and peak megabytes of a process; nothing where it fails or takes too long."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        out, _ = child.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return None
    seconds = time.perf_counter() - start
    return (seconds, out) if child.returncode == 0 else None


# Measures what it starts, not itself: a process of its own, as the peak of memory counts what its parent had.
STOPWATCH = """
import os, sys, time
start = time.perf_counter()
silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
_, status, used = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent), 0)
print(time.perf_counter() - start, used.ru_maxrss // 1024)
sys.exit(0 if status == 0 else 1)
"""


def measured(command):
    """Median seconds of three runs, or those of one that is long, and the peak of memory in megabytes."""
    whole = [sys.executable, "-c", STOPWATCH, *command]
    runs = [run(whole)]
    if runs[0] and runs[0][0] < LONG:
        runs += [run(whole), run(whole)]
    if None in runs:
        return None
    told = [[float(number) for number in out.split()] for _, out in runs]
    return statistics.median(seconds for seconds, _ in told), int(max(peak for _, peak in told))


def table(sizes):
    binary = os.path.join(ROOT, "target", "release", "claimgraph")
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            case, flat = generate(size, folder)
            commands = {OWN: [binary, "support", "--origins", "--format", "csv", case],
                        "claimgraph `support`": [binary, "support", "--format", "csv", case]}
            commands |= {name: [sys.executable, __file__, "--peer", name, flat] for name in PEERS}
            for name, command in commands.items():
                rows = found.setdefault(name, {})
                gave_up = any(result is None for result in rows.values())
                rows[size] = None if gave_up else measured(command)
    own = found[OWN]
    head = "| program | " + " | ".join(f"{size:,} statements" for size in sizes) + " | growth |"
    lines = [head, "| --- " * (len(sizes) + 2) + "|"]
    for name, rows in found.items():
        cells = []
        for size in sizes:
            result, base = rows[size], own[size]
            ratio = f" ({result[0] / base[0]:.1f} ×)" if result and base and rows is not own else ""
            cells.append(f"{result[0]:.{2 if result[0] > 0.1 else 3}f} s{ratio}, {result[1]} MB" if result else "–")
        ends = rows[sizes[0]], rows[sizes[-1]]
        growth = "–"
        if all(ends) and len(sizes) > 1:
            growth = f"{math.log(ends[1][0] / ends[0][0]) / math.log(sizes[-1] / sizes[0]):.2f}"
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {growth} |")
    return "\n".join(lines)


def estimate(name, size):
    """The median seconds that criterion found."""
    path = os.path.join(ROOT, "target", "criterion", "algorithms", name, str(size), "new", "estimates.json")
    return json.load(open(path))["median"]["point_estimate"] / 1e9


def library(size):
    """The graph algorithms as calls on one graph, beside petgraph (in one process) and igraph (in its own)."""
    with tempfile.TemporaryDirectory() as folder:
        _, flat = generate(size, folder)
        bench = ["cargo", "bench", "--quiet", "--bench", "algorithms"]
        out = subprocess.run(bench, cwd=ROOT, env=os.environ | {"CLAIMGRAPH_FLAT": flat}, capture_output=True, text=True)
        own = int(next(line for line in out.stdout.splitlines() if line.endswith("disjoint paths")).split()[0])
        flow = run([sys.executable, __file__, "--peer", "flow", flat])
    lines = [f"| call, {size:,} statements | claimgraph | peer | ratio |", "| --- | --- | --- | --- |"]
    pairs = [(name, "petgraph", estimate(name, size), estimate(f"{name}, petgraph", size))
             for name in ("components", "dominators")]
    if flow:
        total, seconds = eval(flow[1])
        assert total == own, f"igraph finds {total} disjoint paths, claimgraph {own}"
        pairs.append(("disjoint paths of all claims", "igraph", estimate("disjoint paths of all claims", size), seconds))
    for name, peer, ours, theirs in pairs:
        lines.append(f"| {name} | {ours:.4f} s | {peer} {theirs:.3f} s | {theirs / ours:.1f} × |")
    return "\n".join(lines)


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--peer"]:
        job = flow_igraph if arguments[1] == "flow" else PEERS[arguments[1]]
        print(job(arguments[2]))
        return
    write = "--write" in arguments
    sizes = [int(size) for size in arguments if size != "--write"] or [10_000, 100_000]
    made = table(sizes) + "\n\n" + library(min(sizes[-1], 100_000))
    print(made)
    if write:
        page = os.path.join(ROOT, "docs", "performance.md")
        text = open(page).read()
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        open(page, "w").write(f"{before}{BEGIN}\n{made}\n{END}{after}")


if __name__ == "__main__":
    main()
