import { unwrap } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import { list, PAGE } from '../api/queries.ts'
import type { Got } from '../api/types.ts'

export type Policy = Got<'/v1/stock/policies'>['items'][number]
export type PolicyDetail = Got<'/v1/stock/policies/{number}'>
export type Rule = PolicyDetail['rules'][number]
export type Terms = Rule['terms']
export type Simulation = Got<'/v1/stock/policy-simulations/{simulationId}'>
export type SimulatedRow = Simulation['items'][number]

/** While rows still wait for what was published, the list is asked at this pace. */
export const APPLYING_MS = 1_000

export const policiesQuery = {
  ...list(['policies'], (cursor, signal) =>
    unwrap(splot.GET('/v1/stock/policies', { params: { query: { cursor, limit: PAGE } }, signal })),
  ),
}

export const policyQuery = (version: number) =>
  queryOptions({
    queryKey: ['policy', version],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/stock/policies/{number}', { params: { path: { number: version } }, signal })),
  })

export const simulationQuery = (simulationId: string) =>
  list(['simulation', simulationId], (cursor, signal) =>
    unwrap(
      splot.GET('/v1/stock/policy-simulations/{simulationId}', {
        params: { path: { simulationId }, query: { cursor, limit: PAGE } },
        signal,
      }),
    ),
  )
