import type { CartLine, Fulfilment } from '../api/types.ts'
import type { CartStore } from './cart-store.ts'
import { handedOver } from './handed-over.ts'

/**
 * Shows the basket of this device. An address that hands one over, filled at a kiosk or on another device, makes that one hers. What she had
 * here already comes along: each article leaves her old basket first, so that its store can keep it for the new one, and is sent home when
 * it cannot.
 */
export async function arriveAt(store: CartStore, hash: string): Promise<void> {
  await store.refresh()
  const brought = handedOver(hash)
  if (!brought) return
  // Out of the address: whoever gets this page by a link or by "back" shall not take the basket along.
  window.history.replaceState(window.history.state, '', location.pathname + location.search)
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
