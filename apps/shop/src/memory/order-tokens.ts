/**
 * The token that opens a guest's order. It stays in the tab (sessionStorage) and travels in the fragment of the address,
 * which browsers never send to a server; a link in an e-mail may carry it as `?token=`.
 */
const keyOf = (orderId: string): string => `splot-order-${orderId}`

export function keepOrderToken(orderId: string, token: string): void {
  try {
    sessionStorage.setItem(keyOf(orderId), token)
  } catch {
    // The fragment of the address still carries it.
  }
}

/** From the address first, so that a link opens on any device; then from this tab. */
export function orderTokenOf(
  orderId: string,
  address: { readonly hash: string; readonly search: string },
): string | null {
  const named =
    new URLSearchParams(address.hash.replace(/^#/, '')).get('token') ??
    new URLSearchParams(address.search).get('token')
  if (named) {
    keepOrderToken(orderId, named)
    return named
  }
  try {
    return sessionStorage.getItem(keyOf(orderId))
  } catch {
    return null
  }
}
