const sealers = new Set<() => Promise<void>>()

/** Puts every open draft into the outbox: before somebody signs out, nothing of hers lies outside of it. */
export async function sealOpenDrafts(): Promise<void> {
  await Promise.all([...sealers].map((seal) => seal()))
}

/** Names a way to seal a draft for as long as its screen stands. */
export function openDraft(seal: () => Promise<void>): () => void {
  sealers.add(seal)
  return () => void sealers.delete(seal)
}
