type OpeningScan =
  | { readonly kind: 'product'; readonly gtin: string; readonly quantity: number }
  | { readonly kind: 'customer'; readonly code: string }

let waiting: OpeningScan | null = null

/** A scan away from the till is the first thing of the sale that it opens: a line, or whose sale it is. */
export function openWith(scan: OpeningScan): void {
  waiting = scan
}

/** Hands that scan over, once. */
export function takeOpeningScan(): OpeningScan | null {
  const scan = waiting
  waiting = null
  return scan
}
