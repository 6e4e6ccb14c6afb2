import { isNotFound, notFound } from '@tanstack/react-router'

type Sown = { readonly data: unknown } | { readonly missing: true }

/**
 * What the server loaded for a page, by route. The browser's first load takes it instead of asking again, so that the page
 * wakes up with the very data it was drawn from.
 */
export class Seed {
  readonly sown: Map<string, Sown>

  constructor(sown: Readonly<Record<string, Sown>> = {}) {
    this.sown = new Map(Object.entries(sown))
  }

  /** The server's data once, then what `load` brings. @throws notFound when the server had found nothing */
  async first<T>(route: string, load: () => Promise<T>): Promise<T> {
    const found = this.sown.get(route)
    if (!found) return load()
    this.sown.delete(route)
    if ('missing' in found) throw notFound()
    // Sown by the same route's loader on the server, in the same build.
    return found.data as T
  }
}

/** What to sow for the browser, from the matches of a loaded router. */
export function seedOf(
  matches: readonly { readonly routeId: string; readonly loaderData?: unknown; readonly error?: unknown }[],
): Record<string, Sown> {
  const sown: Record<string, Sown> = {}
  for (const { routeId, loaderData, error } of matches) {
    // A route that has its data may still carry the error of a page inside it.
    if (loaderData !== undefined) sown[routeId] = { data: loaderData }
    else if (isNotFound(error)) sown[routeId] = { missing: true }
  }
  return sown
}
