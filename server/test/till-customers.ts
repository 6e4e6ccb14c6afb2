import { newId, type CustomerId } from '@splot/kernel'
import { must } from './answers.ts'
import { openStoreWorld } from './store-world.ts'

/** The price of `TEE-S`, grosze. */
export const TEE = 4_999
export const pln = (minor: number) => ({ minor, currency: 'PLN' })
const PASSWORD = 'dwanascie-znakow'

/** A store whose till recognises the customers who sign up with `signUp`. */
export async function openTillCustomers() {
  const world = await openStoreWorld()
  await world.stock('TEE-S', world.store, 50)
  await world.stock('TEE-S', world.warehouse, 50)
  let people = 0
  const signUp = async (name: string, email: string, phone: string): Promise<CustomerId> => {
    people += 1
    const body = { name, email, phone, password: PASSWORD }
    // One address may open ten accounts in a minute.
    const from = `198.51.100.${people}`
    // The API answers ids of customers there.
    return must(await world.call(world.visitor, 'POST', '/customers', body, undefined, { from }), 201).body
      .customerId as CustomerId
  }
  const lookUp = (body: object, actor = world.clerk) => world.call(actor, 'POST', '/till-customers', body)
  const sell = (total: number, more: object = {}, key: string = newId()) =>
    world.call(
      world.clerk,
      'POST',
      '/till-sales',
      {
        lines: [{ sku: 'TEE-S', quantity: 1 }],
        tender: { kind: 'cash' },
        expectedTotal: pln(total),
        ...more,
      },
      key,
    )

  const shownCode = async (customerId: CustomerId) =>
    must(await world.call(world.signedIn(customerId), 'GET', '/customers/me/code'), 200).body
  return { world, signUp, lookUp, sell, shownCode }
}
