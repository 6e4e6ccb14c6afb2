import { newId } from '@splot/kernel'
import { boughtCardsSubscriber } from '#flows/issue-bought-cards'
import type { WantedLine } from '#modules/carts'
import { accountsById, pinOf, type AccountId } from '#modules/storedvalue'
import type { Actor } from '#platform/context'
import { registerSubscribers } from '#platform/events'
import { must, type AnswerOf } from './answers.ts'
import { drain } from './drain.ts'
import type { StoreWorld } from './store-world.ts'

export const pln = (minor: number) => ({ minor, currency: 'PLN' })

export interface CardWish {
  readonly minor?: number
  /** Of the card that is topped up. */
  readonly number?: string
  readonly receiver?: { readonly email: string; readonly message?: string }
}

export interface CardBasket {
  readonly cartId: string
  readonly token: string
  /** The address of the shopper. */
  readonly from: string
  readonly cart: AnswerOf<'POST', '/v1/carts'>
  readonly actor: Actor
}

/** Somebody who buys gift cards on the web, beside goods or alone; a guest, unless an `actor` is named. */
export function cardBuyer(world: StoreWorld) {
  let shoppers = 0
  const ready = registerSubscribers(world.platform, [boughtCardsSubscriber])
  const issue = async () => {
    await ready
    await drain(world.platform, boughtCardsSubscriber)
  }

  /** Puts one card more into a basket; each shopper has an address of her own, so nobody is slowed down for others. */
  const addCard = async (
    { cartId, token, from }: { readonly cartId: string; readonly token: string; readonly from: string },
    { minor = 10_000, ...more }: CardWish,
    { key = newId(), actor = world.visitor }: { readonly key?: string; readonly actor?: Actor } = {},
  ) =>
    world.call(actor, 'POST', `/carts/${cartId}/gift-cards`, { amount: pln(minor), ...more }, key, {
      cart: token,
      from,
    })

  /** A basket of these gift cards beside so many tees that are sent, or beside other goods. */
  const basketOf = async (
    wishes: readonly CardWish[],
    goods: number | readonly WantedLine[] = 0,
    actor: Actor = world.visitor,
  ): Promise<CardBasket> => {
    const lines = typeof goods !== 'number' ? goods : goods > 0 ? [world.ship('TEE-M', goods)] : []
    const made = must(await world.call(actor, 'POST', '/carts', { lines }, newId()), 201).body
    const at = { cartId: made.id, token: made.token ?? '', from: `198.51.100.${(shoppers += 1)}` }
    let cart = made
    for (const wish of wishes) cart = must(await addCard(at, wish, { actor }), 200).body
    return { ...at, cart, actor }
  }

  const submit = ({ cartId, token, cart, actor }: CardBasket, more: object = {}, key: string = newId()) =>
    world.call(
      actor,
      'POST',
      `/carts/${cartId}/checkout`,
      {
        contact: { name: 'Anna Nowak', email: 'anna@example.com' },
        ...(cart.lines.length > 0 && {
          address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa', country: 'PL' },
        }),
        payment: { method: 'card', token: 'tok_ok' },
        expectedTotal: cart.totals.gross,
        acceptTerms: true,
        ...more,
      },
      key,
      { cart: token },
    )

  type Ordered = { readonly id: string; readonly orderToken?: string | undefined }
  /** The page of an order, by the link of its letters. */
  const page = async ({ id, orderToken = '' }: Ordered, actor: Actor = world.visitor) =>
    must(
      await world.call(actor, 'GET', `/orders/track/${id}`, undefined, undefined, { order: orderToken }),
      200,
    ).body

  const accountOf = async (id: string) => {
    const [account] = await accountsById(world.platform.read(world.visitor), [id as AccountId])
    return account
  }

  /** Bought and issued; what opens the first card is read from the letter that nobody else gets. */
  const bought = async (
    wishes: readonly CardWish[],
    goods: number | readonly WantedLine[] = 0,
    more: object = {},
  ) => {
    const order = must(await submit(await basketOf(wishes, goods), more), 201).body
    await issue()
    const shown = await page(order)
    const [card] = shown.giftCards ?? []
    if (!card) throw new Error('the order bought a card')
    const account = await accountOf(card.id)
    return {
      order,
      shown,
      card: {
        ...card,
        number: account?.number ?? '',
        pin: account ? pinOf(account.number, account.pinVersion) : '',
      },
    }
  }

  const giveUp = ({ id, orderToken = '' }: Ordered, cardId: string, key: string = newId()) =>
    world.call(world.visitor, 'POST', `/orders/${id}/gift-cards/${cardId}/returns`, undefined, key, {
      order: orderToken,
    })

  const spendAtTill = (
    card: { readonly number: string; readonly pin: string },
    minor: number,
    total: number,
  ) =>
    world.call(
      world.clerk,
      'POST',
      '/till-sales',
      {
        lines: [{ sku: 'TEE-S', quantity: 1 }],
        tender: { kind: 'cash' },
        giftCards: [{ number: card.number, pin: card.pin, amount: pln(minor) }],
        expectedTotal: pln(total),
      },
      newId(),
    )

  const refundedOf = async (orderId: string) => {
    const [row] = await world.query<{ minor: number }>(
      'select sum(refunded_minor)::int as minor from payments.payment where order_id = $1',
      [orderId],
    )
    return row?.minor ?? 0
  }

  /** The parcel of this order is packed, sent and delivered. */
  const deliver = async (orderId: string, pieces: number) => {
    const [part] = await world.query<{ id: string }>(
      'select id from fulfilment.fulfilment where order_id = $1',
      [orderId],
    )
    const path = `/fulfilments/${part?.id ?? ''}`
    await world.call(world.packer, 'POST', `${path}/start-picking`)
    await world.call(world.packer, 'POST', `${path}/pick`, { code: 'TEE-M', quantity: pieces })
    await world.call(world.packer, 'POST', `${path}/ship`, { carrier: 'Poczta', trackingNumber: '1' })
    must(await world.call(world.packer, 'POST', `${path}/deliver`), 200)
  }

  return {
    basketOf,
    addCard,
    submit,
    issue,
    page,
    accountOf,
    bought,
    giveUp,
    spendAtTill,
    refundedOf,
    deliver,
  }
}
