import { startInbox, type Inbox } from '@splot/fakes'
import { DAY_MS, newId, type CustomerId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordGuests, recordPurchaseContacts } from '#modules/customers'
import { insertOrders } from '#modules/orders'
import { bindSecrets } from '#platform/auth'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { bindMail } from './mail.ts'
import { MESSAGES_KEPT_DAYS, retainJob } from './retain.ts'
import { sendJob } from './send.ts'
import { insertMessages, listMessages } from './store.ts'

let database: TestDatabase
let platform: OpenPlatform
let inbox: Inbox
let hangUp: () => void
let ahead = 0
const actor = systemActor('test')

beforeAll(async () => {
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
  database = await createTestDatabase()
  inbox = await startInbox()
  hangUp = bindMail({
    smtpUrl: inbox.smtpUrl,
    from: 'Shop <shop@example.com>',
    publicUrl: 'https://shop.example',
  })
  platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
})
afterAll(async () => {
  hangUp()
  await inbox.close()
  await platform.close()
  await database.drop()
})

/** A confirmed order of somebody with this e-mail, and the message about it that is to be sent. */
const toldTo = (email: string) =>
  platform.write(actor, async (ctx) => {
    const [customerId] = await recordGuests(ctx, [{ name: 'Anna', email }])
    const orderId = newId<'order'>()
    await insertOrders(ctx, [
      {
        orderId,
        channel: actor.channel,
        locationId: null,
        staffId: null,
        customerId: customerId ?? null,
        cartId: null,
        state: 'confirmed',
        currency: 'PLN',
        grossMinor: 1000,
        shippingMinor: 0,
        shippingTaxLetter: 'A',
        shippingTaxPpm: 230_000,
        shippingTaxCountry: 'PL',
        locale: 'pl',
        lines: [
          {
            lineNo: 1,
            sku: 'TEE' as Sku,
            name: { pl: 'Koszulka', en: 'Tee' },
            options: {},
            quantity: 1,
            unitGrossMinor: 1000,
            grossMinor: 1000,
            taxLetter: 'A',
            taxPpm: 230_000,
            taxCountry: 'PL',
          },
        ],
        actor,
      },
    ])
    const id = newId<'message'>()
    await insertMessages(ctx, [{ id, kind: 'order_confirmed', eventId: newId(), orderId, about: null }])
    return { id, orderId, customerId: customerId as CustomerId }
  })

const stateOf = async (orderId: string) =>
  (await listMessages(platform.read(actor), { subject: orderId, before: null, limit: 1 }))[0]

/** As damage to the table, or a row moved by hand, leaves it. */
const spoil = (customerId: CustomerId) =>
  platform.write(actor, (ctx) =>
    ctx.query(`update customers.customer set sealed = overlay(sealed placing 'x' from 13) where id = $1`, [
      customerId,
    ]),
  )

test('one person who cannot be read keeps nobody else from her mail, and is parked with the reason', async () => {
  const first = await toldTo('first@example.com')
  const spoilt = await toldTo('spoilt@example.com')
  const last = await toldTo('last@example.com')
  await spoil(spoilt.customerId)
  await sendJob.run(platform, {})
  const receivers = inbox.messages().flatMap(({ to }) => to)
  expect(JSON.stringify(receivers)).toContain('first@example.com')
  expect(JSON.stringify(receivers)).toContain('last@example.com')
  expect(await stateOf(first.orderId)).toMatchObject({ state: 'sent' })
  expect(await stateOf(last.orderId)).toMatchObject({ state: 'sent' })
  expect(await stateOf(spoilt.orderId)).toMatchObject({ state: 'pending', refusal: 'contact_unreadable' })

  // It may have been a wrong secret in one worker: it is tried for some hours, and then rests where staff see it.
  for (let tries = 1; tries < 6; tries += 1) {
    ahead += DAY_MS
    await sendJob.run(platform, {})
  }
  expect(await stateOf(spoilt.orderId)).toMatchObject({
    state: 'failed',
    refusal: 'contact_unreadable',
    attempts: 6,
  })
  expect(inbox.messages()).toHaveLength(2)
})

test('old messages are cleared away, but never one that is still to leave', async () => {
  const sent = await toldTo('sent@example.com')
  await sendJob.run(platform, {})
  const waiting = await toldTo('waiting@example.com')
  ahead += (MESSAGES_KEPT_DAYS - 1) * DAY_MS
  await retainJob.run(platform, {})
  expect(await stateOf(sent.orderId)).toMatchObject({ state: 'sent' })
  ahead += 2 * DAY_MS
  await retainJob.run(platform, {})
  expect(await stateOf(sent.orderId)).toBeUndefined()
  expect(await stateOf(waiting.orderId)).toMatchObject({ state: 'pending' })
})

test('she is written to where she said for that order, not where her account says', async () => {
  const { id, orderId, customerId } = await toldTo('account@example.com')
  await platform.write(actor, (ctx) =>
    recordPurchaseContacts(ctx, [
      { orderId, customerId, contact: { name: 'Recepcja', email: 'reception@work.example' } },
    ]),
  )
  const before = inbox.messages().length
  await sendJob.run(platform, {})
  expect(await stateOf(orderId)).toMatchObject({ id, state: 'sent' })
  const receivers = inbox.messages().slice(before)
  const told = JSON.stringify(receivers.flatMap(({ to }) => to))
  expect(told).toContain('reception@work.example')
  expect(told).not.toContain('account@example.com')
})
