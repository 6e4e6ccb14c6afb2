import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** Seconds; from a cached read to a purchase on a busy machine. */
const LATENCY_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/** The process's numbers in Prometheus text format. */
export function openMetrics(process: string) {
  const registry = new Registry()
  registry.setDefaultLabels({ process })
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'splot_http_request_seconds',
      help: 'Duration of HTTP requests by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: LATENCY_BUCKETS,
      registers: [registry],
    }),
    subscriberLag: new Gauge({
      name: 'splot_subscriber_lag_events',
      help: 'Facts that each subscriber has not handled yet',
      labelNames: ['subscriber'],
      registers: [registry],
    }),
    modelStaleness: new Gauge({
      name: 'splot_model_stale_seconds',
      help: 'Since when a read model could not be loaded again; 0 while it is fresh',
      labelNames: ['model'],
      registers: [registry],
    }),
    modelRepairs: new Gauge({
      name: 'splot_model_repaired_rows',
      help: 'Rows of a read model in which the audit found and repaired a difference to the table since the start',
      labelNames: ['model'],
      registers: [registry],
    }),
    modelAudited: new Gauge({
      name: 'splot_model_audited_seconds',
      help: 'Time since every row of a read model was last held against its table',
      labelNames: ['model'],
      registers: [registry],
    }),
    circles: new Gauge({
      name: 'splot_circles_met',
      help: 'Transactions that the database ended since the start because they waited for each other in a circle; each was tried again',
      registers: [registry],
    }),
    streams: new Gauge({ name: 'splot_streams_open', help: 'Open event streams', registers: [registry] }),
  }
}

export type Metrics = ReturnType<typeof openMetrics>
