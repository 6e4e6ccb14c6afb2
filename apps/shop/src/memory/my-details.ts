import { useSyncExternalStore } from 'react'
import type { Address, Contact } from '../api/types.ts'
import { remembered, textOf } from './device.ts'

/** Who shops on this device, kept only with her agreement at a purchase; the next one then takes four taps. */
export interface MyDetails {
  readonly contact: Contact
  readonly address?: Address
  /** How she paid last time; never a card or a code. */
  readonly pays?: 'card' | 'blik'
}

const memory = remembered<MyDetails>('splot-my-details', readDetails)

export const setMyDetails = memory.set
export const useMyDetails = (): MyDetails | null =>
  useSyncExternalStore(memory.listen, memory.get, () => null)

function readDetails(value: unknown): MyDetails | null {
  if (typeof value !== 'object' || value === null) return null
  const contact: unknown = Reflect.get(value, 'contact')
  const name = textOf(contact, 'name')
  const email = textOf(contact, 'email')
  if (!name || !email) return null
  const phone = textOf(contact, 'phone')
  const address = readAddress(Reflect.get(value, 'address'))
  const pays = textOf(value, 'pays')
  return {
    contact: { name, email, ...(phone && { phone }) },
    ...(address && { address }),
    ...((pays === 'card' || pays === 'blik') && { pays }),
  }
}

function readAddress(value: unknown): Address | undefined {
  const [street, postcode, city] = [textOf(value, 'street'), textOf(value, 'postcode'), textOf(value, 'city')]
  return street && postcode && city
    ? { street, postcode, city, country: textOf(value, 'country') ?? 'PL' }
    : undefined
}
