export interface LeftBasket {
  readonly id: string
  readonly token: string
}

/** Opens a basket, so that a later start can be asked whether it still knows it. */
export async function leaveBasket(url: string): Promise<LeftBasket> {
  const response = await fetch(`${url}/v1/carts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  // The route answers so, or the next question about it fails.
  return (await response.json()) as LeftBasket
}

/** The status that its owner gets: 200 while it is kept, 404 when it is not known. */
export async function basketStatus(url: string, { id, token }: LeftBasket): Promise<number> {
  return (await fetch(`${url}/v1/carts/${id}`, { headers: { 'x-cart-token': token } })).status
}
