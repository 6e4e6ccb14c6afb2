import { device, signedInPerson } from '../house.ts'

/** What a till sells by is asked for again this often, besides at the start, when somebody signs in and when the network comes back. */
const REFRESH_MS = 60_000

/** Calls `refresh` now and whenever there may be something newer, for as long as the page lives. */
export function keepFresh(refresh: () => unknown): void {
  refresh()
  let before = signedInPerson()?.id
  device.subscribe(() => {
    const now = signedInPerson()?.id
    if (now !== undefined && now !== before) refresh()
    before = now
  })
  setInterval(refresh, REFRESH_MS)
  window.addEventListener('online', () => refresh())
}

/** Runs `work` one at a time. Whoever asks while it runs is answered by a run that begins after that: what was on its way may be too old. */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let askedAgain = false
  const run = async (): Promise<void> => {
    do {
      askedAgain = false
      await work()
    } while (askedAgain)
  }
  return () => {
    askedAgain = running !== null
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
}
