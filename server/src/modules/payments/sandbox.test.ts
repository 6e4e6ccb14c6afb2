import { startPaymentProvider } from '@splot/fakes'
import { newId } from '@splot/kernel'
import { expect, test } from 'vitest'
import { openSandboxProvider } from './sandbox.ts'
import type { AttemptId } from './types.ts'

test('a refund is given up only when the provider will never carry it out, not when our key is wrong', async () => {
  const provider = await startPaymentProvider({ secret: 'the right key', settleAfterMs: 0 })
  const right = openSandboxProvider({ url: provider.url, secret: 'the right key' })
  const wrong = openSandboxProvider({ url: provider.url, secret: 'a key that was rotated' })
  const charged = await right.charge({
    attemptId: newId() as AttemptId,
    amountMinor: 1_000,
    currency: 'PLN',
    tender: { method: 'card', token: 'tok_ok' },
    reference: '100000017',
  })
  if (charged.state !== 'captured' || !charged.providerReference)
    throw new Error(`the charge is ${charged.state}`)
  const refund = {
    refundId: newId<'refund'>(),
    providerReference: charged.providerReference,
    amountMinor: 1_000,
    reference: 'return R1',
  }
  expect(await wrong.refund(refund)).toMatchObject({ state: 'unknown' })
  expect(await right.refund(refund)).toMatchObject({ state: 'done' })
  const tooMuch = { ...refund, refundId: newId<'refund'>() }
  expect(await right.refund(tooMuch)).toMatchObject({ state: 'refused' })
  await Promise.all([right.close(), wrong.close()])
  await provider.close()
})
