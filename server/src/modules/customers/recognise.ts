import { Refusal, type CustomerId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { emailIndex, phoneIndex } from './blind-index.ts'
import { customerById } from './contact.ts'
import { badPhone } from './refusals.ts'
import { readShownCode } from './shown-code.ts'
import { registeredByIndex } from './store.ts'
import { refuseUsed } from './used-codes.ts'

/** As much of a registered customer as the person at the counter needs. */
export interface Recognised {
  readonly id: CustomerId
  /** What she is called by. */
  readonly firstName: string
}

/**
 * The registered customer who has exactly this e-mail or phone number, or who shows this code. Guests are a new row each time, so there is nobody to
 * recognise in them.
 * @throws Refusal 400 `customers.bad_phone`, 404 `customers.not_recognised`, 409 `customers.several` for a number that more than one account has,
 *   and for a code what `readShownCode` refuses, and 409 `customers.code_used`.
 */
export async function recognise(
  ctx: ReadContext,
  by: { readonly email: string } | { readonly phone: string } | { readonly code: string },
): Promise<Recognised> {
  const id = 'code' in by ? await whoShows(ctx, by.code) : await onlyOneWith(ctx, by)
  const customer = id && (await customerById(ctx, id))
  if (!customer?.contact || customer.kind !== 'registered') {
    throw new Refusal(
      'not_found',
      'customers.not_recognised',
      'No account has this phone number or e-mail. Check it, or sell without an account.',
    )
  }
  const { name } = customer.contact
  const [firstName = name] = name.trim().split(/\s+/)
  return { id: customer.id, firstName }
}

async function whoShows(ctx: ReadContext, code: string): Promise<CustomerId> {
  const shown = readShownCode(code, ctx.now)
  await refuseUsed(ctx, shown)
  return shown.customerId
}

async function onlyOneWith(
  ctx: ReadContext,
  by: { readonly email: string } | { readonly phone: string },
): Promise<CustomerId | undefined> {
  const index = 'email' in by ? { email: emailIndex(by.email) } : { phone: indexOfPhone(by.phone) }
  const [id, another] = await registeredByIndex(ctx, index, 2)
  if (another) {
    throw new Refusal(
      'conflict',
      'customers.several',
      'More than one account has this phone number. Ask the customer for her e-mail.',
    )
  }
  return id
}

function indexOfPhone(phone: string): Buffer {
  const index = phoneIndex(phone)
  if (!index) throw badPhone()
  return index
}
