import { Pool } from 'undici'
import type { LabelGateway, LabelResult } from './types.ts'

/** A batch is drawn over radio; after this its outcome is unknown and it is sent again. */
const CALL_TIMEOUT_MS = 15_000
const CONNECTIONS = 2
const results: readonly LabelResult[] = ['shown', 'unchanged', 'outdated', 'unreachable']

/** The gateway of electronic shelf labels over HTTP. Close it after the worker stopped. */
export function openLabelGateway(options: {
  readonly url: string
  readonly secret: string
}): LabelGateway & { close(): Promise<void> } {
  const pool = new Pool(options.url, {
    connections: CONNECTIONS,
    headersTimeout: CALL_TIMEOUT_MS,
    bodyTimeout: CALL_TIMEOUT_MS,
    connect: { timeout: CALL_TIMEOUT_MS },
  })
  return {
    async setLabels(updates) {
      const answer = await pool.request({
        method: 'POST',
        path: '/v1/labels',
        headers: { authorization: `Bearer ${options.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ updates }),
      })
      // The wire is the gateway's contract; what it says is checked below.
      const body = (await answer.body.json()) as { results?: { deviceId: string; result: string }[] }
      if (answer.statusCode !== 200) throw new Error(`the label gateway answered ${answer.statusCode}`)
      return (body.results ?? []).flatMap(({ deviceId, result }) => {
        const known = results.find((one) => one === result)
        return known ? [{ deviceId, result: known }] : []
      })
    },
    close: () => pool.close(),
  }
}
