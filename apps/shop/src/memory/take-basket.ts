import type { CartKey } from '../api/buy.ts'
import type { CartLine, Fulfilment } from '../api/types.ts'
import type { CartStore } from './cart-store.ts'

/**
 * Makes a basket that was filled elsewhere, at a kiosk or on another device, the one of this device. What she had here already comes along:
 * each article leaves her old basket first, so that its store can keep it for the new one, and is sent home when it cannot.
 */
export async function takeBasket(store: CartStore, brought: CartKey): Promise<void> {
  await store.refresh()
  const { key: old } = store
  const own = old?.id === brought.id ? [] : (store.state.cart?.lines ?? [])
  store.memory.set(brought)
  await store.refresh()
  for (const { lineId, sku, quantity, fulfilment } of own) {
    if (!old) return
    await store.calls.removeLine(old, lineId)
    await store
      .add({ sku, quantity, fulfilment: wayOf(fulfilment) })
      .catch(() => store.add({ sku, quantity, fulfilment: { kind: 'ship' } }))
      // No longer sold: it could not have been ordered from the old basket either.
      .catch(() => {})
  }
}

const wayOf = ({ kind, locationId }: CartLine['fulfilment']): Fulfilment =>
  kind === 'pickup' && locationId !== undefined ? { kind, locationId } : { kind: 'ship' }
