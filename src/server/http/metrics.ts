// What the server counts and measures, for Prometheus.
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  /** Notes one answered request. `operation` comes from the contract, so the number of series stays bounded. */
  note(operation: string, status: number, seconds: number): void;
  render(): Promise<string>;
  readonly contentType: string;
};

/** Makes a registry of its own, so that two servers in one process don't meet. */
export function createMetrics(countStreams: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'floorkey_http_request_seconds',
    help: 'Time to answer, by operation and status',
    labelNames: ['operation', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  new Gauge({
    name: 'floorkey_device_streams',
    help: 'Open change streams of devices in this process',
    registers: [registry],
    collect() {
      this.set(countStreams());
    },
  });
  return {
    note: (operation, status, seconds) => requests.observe({ operation, status }, seconds),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
