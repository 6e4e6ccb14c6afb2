import { runGolden, type GoldenCase } from '@splot/rules/golden/run'
import { api, ask } from '../house.ts'
import { countInWorker } from './ask-worker.ts'
import { compareCounted, type Compared } from './compare.ts'

export interface Checked {
  readonly page: Compared
  /** null: this device has no service worker that counts. */
  readonly worker: Compared | null
}

/** Counts the server's golden baskets in the page and in its service worker, by the same runner that the server has. Needs the network. */
export async function checkDevice(): Promise<Checked> {
  const { cases, text } = await ask(api.GET('/v1/rules/golden-baskets'))
  // The server sends the files of `@splot/rules` as they are, and its documentation does not describe them.
  const golden = cases as GoldenCase[]
  const inWorker = await countInWorker(golden)
  return {
    page: compareCounted(golden, runGolden(golden).text, text),
    worker: inWorker === null ? null : compareCounted(golden, inWorker, text),
  }
}
