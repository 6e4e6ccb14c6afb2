/** For `vi.waitFor`: a fact is seen once every older write in the server is over, those of other tests too. Nothing here is timed. */
export const PATIENCE = { timeout: 60_000 }
