"""How many machines for 100,000 publishers? ``python -m benchmarks.scale``.

A simulation by discrete events, of the busiest hours of a day: each publisher's crawl is
due every quarter of an hour, waits in one queue, is done by one of some processes with a
core each, asks its host at its pace, and takes of the core what ``scale_costs.toml`` says.
The same seed gives the same figures, up to the machine's arithmetic.
"""

import math
import random
import sys
import tomllib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from heapq import heappop, heappush
from statistics import fmean, quantiles

from benchmarks.measured import write_figures
from benchmarks.scale_costs import COSTS, Costs

DAY, YEAR = 86_400.0, 365 * 86_400.0
GIB = 2**30

Tables = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: assumptions, but for the costs. Times are in seconds.

    ``articles``: a publisher's mean in a day, which differ as ``spread`` (the sigma of a
    log-normal) says; ``visits``: how often each is asked for in all; ``peak``: how much
    more there is in the busiest hours; ``hours`` are simulated, the first not counted.
    """

    publishers: int = 100_000
    every: float = 900.0
    articles: float = 20.0
    spread: float = 1.2
    visits: float = 8.0
    peak: float = 2.0
    delay: float = 1.0
    latency: float = 0.4
    processes: int = 16
    at_once: int = 64
    hours: float = 2.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Load:
    """What the simulated hours came to, a second, and how late listings were read."""

    jobs: float
    pages: float
    leases: float
    busy: float
    late_median: float
    late_99: float


@dataclass(slots=True)
class Process:
    """A worker process: crawls under way, and when its core has done all it has."""

    running: int = 0
    free_at: float = 0.0
    busy: float = 0.0

    def work(self, now: float, seconds: float) -> float:
        """Return when the core has done this too, after what waits for it."""
        self.free_at = max(now, self.free_at) + seconds
        self.busy += seconds
        return self.free_at


@dataclass(slots=True)
class Job:
    """A publisher's crawl: when it was due, and the pages that are left to ask for."""

    publisher: int
    due_at: float
    pages: int = 0
    process: Process | None = None


class Simulation:
    """The state of a simulated crawl of all publishers."""

    def __init__(self, plan: Plan, costs: Costs) -> None:
        self._plan, self._costs = plan, costs
        self._draw = random.Random(plan.seed)
        self._processes = [Process() for _ in range(plan.processes)]
        self._queue: deque[Job] = deque()
        self._events: list[tuple[float, int, Job]] = []
        self._sequence = 0
        self._rates = [self._rate() for _ in range(plan.publishers)]
        self._late: list[float] = []
        self._pages = self._jobs = 0
        for one in range(plan.publishers):
            due_at = self._draw.uniform(0, plan.every)
            self._at(due_at, Job(one, due_at))

    def _rate(self) -> float:
        """Return how many pages of a publisher are asked for in a second, at the peak."""
        plan = self._plan
        median = math.log(plan.articles) - plan.spread**2 / 2
        a_day = self._draw.lognormvariate(median, plan.spread)
        return plan.peak * plan.visits * a_day / DAY

    def _at(self, time: float, job: Job) -> None:
        self._sequence += 1
        heappush(self._events, (time, self._sequence, job))

    def run(self) -> Load:
        """Return what the hours after the first came to."""
        end = self._plan.hours * 3600
        begin = min(3600.0, end / 2)
        is_counted = False
        while self._events and self._events[0][0] < end:
            now, _, job = heappop(self._events)
            if not is_counted and now >= begin:
                is_counted = True
                self._forget()
            if job.process is None:
                self._queue.append(job)
                self._at(job.due_at + self._plan.every, self._next(job))
            else:
                self._answered(now, job, job.process)
            self._dispatch(now)
        return self._load(end - begin)

    def _forget(self) -> None:
        self._late.clear()
        self._pages = self._jobs = 0
        for one in self._processes:
            one.busy = 0.0

    def _next(self, job: Job) -> Job:
        return Job(job.publisher, job.due_at + self._plan.every)

    def _dispatch(self, now: float) -> None:
        """Let what waits begin, where fewest crawls are under way."""
        while self._queue:
            process = min(self._processes, key=lambda one: one.running)
            if process.running >= self._plan.at_once:
                return
            job = self._queue.popleft()
            job.process, job.pages = process, self._pages_of(job.publisher)
            process.running += 1
            done = process.work(now, self._costs.poll_ms / 1000)
            self._late.append(done - job.due_at)
            self._at(done + self._plan.latency, job)

    def _pages_of(self, publisher: int) -> int:
        """Return how many pages are due, by Poisson's law."""
        limit = math.exp(-self._rates[publisher] * self._plan.every)
        found, product = 0, self._draw.random()
        while product > limit:
            found, product = found + 1, product * self._draw.random()
        return found

    def _answered(self, now: float, job: Job, process: Process) -> None:
        """Read what came, and ask for the next page at the host's pace, or end."""
        if job.pages:
            self._pages += 1
            job.pages -= 1
            done = process.work(now, self._costs.article_ms / 1000)
            self._at(max(done, now + self._plan.delay) + self._plan.latency, job)
            return
        self._jobs += 1
        process.running -= 1

    def _load(self, seconds: float) -> Load:
        costs = self._costs
        leases = self._jobs * costs.poll_leases + self._pages * costs.article_leases
        percentiles = quantiles(self._late, n=100)
        return Load(
            jobs=self._jobs / seconds,
            pages=self._pages / seconds,
            leases=leases / seconds,
            busy=fmean(one.busy / seconds for one in self._processes),
            late_median=percentiles[49],
            late_99=percentiles[98],
        )


@dataclass(frozen=True, slots=True)
class Growth:
    """What a year adds: rows, and GiB of the store as SQLite has them."""

    polls: float
    articles: float
    poll_gib: float
    article_gib: float


def growth(plan: Plan, costs: Costs) -> Growth:
    """Return what a year adds, by what one poll and one article add."""
    polls = plan.publishers * YEAR / plan.every
    articles = plan.publishers * plan.articles * YEAR / DAY
    return Growth(
        polls,
        articles,
        polls * costs.poll_bytes / GIB,
        articles * costs.article_bytes / GIB,
    )


def figures(plan: Plan, costs: Costs, processes: Sequence[int]) -> Tables:
    """Return what is simulated for each number of processes, what a year adds, and why."""
    year, found = growth(plan, costs), {"a poll and an article": asdict(costs)}
    found["a year"] = {
        "polls, millions": round(year.polls / 1e6),
        "polls, GiB": round(year.poll_gib),
        "articles, millions": round(year.articles / 1e6),
        "articles, GiB": round(year.article_gib),
    }
    for many in processes:
        load = Simulation(replace(plan, processes=many), costs).run()
        found[f"{many} processes"] = {
            "jobs a second": round(load.jobs),
            "pages a second": round(load.pages),
            "lease statements a second": round(load.leases),
            "core busy, %": round(100 * load.busy),
            "late, median s": round(load.late_median, 1),
            "late, 99 % s": round(load.late_99, 1),
        }
    return found


def lines(found: Tables) -> Iterator[str]:
    """Yield the figures as tables of Markdown."""
    rows = {name: row for name, row in found.items() if name.endswith("processes")}
    yield f"| | {' | '.join(next(iter(rows.values())))} |"
    yield "| --- |" + " --: |" * len(next(iter(rows.values())))
    for name, row in rows.items():
        yield f"| {name} | {' | '.join(map(str, row.values()))} |"
    yield ""
    yield "| a year adds | |"
    yield "| --- | --: |"
    for name, value in found["a year"].items():
        yield f"| {name} | {value} |"


def main(processes: Sequence[int]) -> None:
    """Print what follows from what was measured last, and write it down."""
    plan, costs = Plan(), Costs(**tomllib.loads(COSTS.read_text("utf-8")))
    found = figures(plan, costs, processes)
    title = f"{plan.publishers:,} publishers every {plan.every / 60:.0f} minutes"
    write_figures("scale", title, "python -m benchmarks.scale", found)
    for line in lines(found):
        print(line, flush=True)  # noqa: T201  a command's output


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [12, 16, 20])
