/** A bug in Splot itself: never shown to people, always logged. */
export class InvariantError extends Error {
  override name = 'InvariantError'
}

/** Fails loudly when something that must always be true is not. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}
