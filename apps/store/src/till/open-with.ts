let waiting: { readonly gtin: string; readonly quantity: number } | null = null

/** A scan on the home screen is the first line of the sale that it opens. */
export function openWith(gtin: string, quantity: number): void {
  waiting = { gtin, quantity }
}

/** Hands that scan over, once. */
export function takeOpeningScan(): typeof waiting {
  const scan = waiting
  waiting = null
  return scan
}
