"""How do Prometheus and node_exporter read what several crawls of a process count?"""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawler.report.metrics import METRICS, Kind, Sample, added_up

if TYPE_CHECKING:  # an extra, imported where it is asked for
    from wsgiref.simple_server import WSGIServer

    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric as Family

_AT: dict[tuple[str, int], "Exposition"] = {}
"""Those of this process, by where they listen: many crawls may share one port."""


class Exposition:
    """A server of the numbers of this process's crawls.

    Counters do not go down: what an ended crawl counted stays.
    """

    def __init__(self, address: str, port: int) -> None:
        self._where = address, port
        self._crawls: dict[object, Callable[[], Iterable[Sample]]] = {}
        self._ended: tuple[Sample, ...] = ()
        self._lock = threading.Lock()
        self._server: WSGIServer | None = None
        self._thread: threading.Thread | None = None

    def begin(self, crawl: object, samples: Callable[[], Iterable[Sample]]) -> None:
        """Show a crawl."""
        with self._lock:
            self._crawls[crawl] = samples

    def end(self, crawl: object) -> None:
        """Show it no more but for what it counted; without crawls nobody listens."""
        with self._lock:
            last = self._crawls.pop(crawl)()
            counted = [one for one in last if one.metric.kind is Kind.COUNTER]
            self._ended = added_up((*self._ended, *counted))
            is_last = not self._crawls
        if is_last:
            self.close()

    def collect(self) -> Iterator["Family"]:
        """Yield all metrics as prometheus-client has them."""
        with self._lock:
            found = [one for samples in self._crawls.values() for one in samples()]
            everything = added_up((*self._ended, *found))
        yield from families(everything)

    def listen(self) -> None:
        """Listen, if nobody does yet; OSError where that cannot be."""
        from prometheus_client import start_http_server  # noqa: PLC0415

        if self._server is None:
            address, port = self._where
            self._server, self._thread = start_http_server(
                port, address, registry=_registry(self.collect)
            )

    def close(self) -> None:
        """Listen no more."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None and thread is not None:
            server.shutdown()
            server.server_close()
            thread.join()


def exposition_at(address: str, port: int) -> Exposition:
    """Return this process's exposition at an address, listening; OSError if it cannot."""
    shown = _AT.setdefault((address, port), Exposition(address, port))
    shown.listen()
    return shown


def write_prom(file: Path, samples: Iterable[Sample]) -> None:
    """Write a file for node_exporter's textfile collector, all of it or nothing."""
    from prometheus_client import write_to_textfile  # noqa: PLC0415

    write_to_textfile(str(file), _registry(lambda: families(samples)))


def families(samples: Iterable[Sample]) -> Iterator["Family"]:
    """Yield all metrics as prometheus-client's families, those without a sample too."""
    from prometheus_client.core import (  # noqa: PLC0415
        CounterMetricFamily,
        GaugeMetricFamily,
    )

    found: dict[str, list[Sample]] = {}
    for sample in samples:
        found.setdefault(sample.metric.name, []).append(sample)
    for metric in METRICS:
        shape = metric.name, metric.words, None, metric.labels
        family: CounterMetricFamily | GaugeMetricFamily = (
            CounterMetricFamily(*shape)
            if metric.kind is Kind.COUNTER
            else GaugeMetricFamily(*shape)
        )
        for one in found.get(metric.name, ()):
            family.add_metric(one.values, one.value)
        yield family


class _Collector:
    """What prometheus-client's registry asks."""

    def __init__(self, collect: Callable[[], Iterable["Family"]]) -> None:
        self.collect = collect


def _registry(collect: Callable[[], Iterable["Family"]]) -> "CollectorRegistry":
    """Return a registry of our metrics alone: nothing of the process's own."""
    from prometheus_client import CollectorRegistry  # noqa: PLC0415

    registry = CollectorRegistry()
    registry.register(_Collector(collect))
    return registry
