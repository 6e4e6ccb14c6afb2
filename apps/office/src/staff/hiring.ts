import type { Posted } from '../api/types.ts'

export const roles = ['assistant', 'store_manager', 'manager'] as const
export type Role = (typeof roles)[number]

/** What the form of a new person holds. */
export interface Hiring {
  readonly number: string
  readonly name: string
  readonly role: Role
  readonly everywhere: boolean
  readonly places: ReadonlySet<string>
  readonly pin: string
  readonly email: string
  readonly password: string
}

export type HiringField = 'number' | 'name' | 'places' | 'pin' | 'email' | 'password'

/** The rules of the API, so that the form says them before it is sent. */
const NUMBER = /^\d{3,10}$/
const PIN = /^\d{4,8}$/
const EMAIL = /^\S+@\S+\.\S+$/
export const MIN_PASSWORD_LENGTH = 12

/** Fields that keep somebody from being added. */
export function wrongIn(hiring: Hiring): ReadonlySet<HiringField> {
  const wrong = new Set<HiringField>()
  if (!NUMBER.test(hiring.number)) wrong.add('number')
  if (!hiring.name.trim()) wrong.add('name')
  if (!hiring.everywhere && hiring.places.size === 0) wrong.add('places')
  if (hiring.pin !== '' && !PIN.test(hiring.pin)) wrong.add('pin')
  const email = hiring.email.trim()
  // A password opens the office together with the e-mail; one without the other opens nothing.
  if ((email !== '' || hiring.password !== '') && !EMAIL.test(email)) wrong.add('email')
  if (hiring.password !== '' && hiring.password.length < MIN_PASSWORD_LENGTH) wrong.add('password')
  return wrong
}

/** The request: one assignment per place, or one for everywhere. */
export function bodyOf({ number, name, role, ...rest }: Hiring): Posted<'/v1/staff'> {
  const email = rest.email.trim()
  return {
    number,
    name: name.trim(),
    assignments: rest.everywhere
      ? [{ role, locationId: null }]
      : [...rest.places].map((locationId) => ({ role, locationId })),
    ...(rest.pin && { pin: rest.pin }),
    ...(email && { email }),
    ...(rest.password && { password: rest.password }),
  }
}

/** The number after the highest one in use. */
export const nextNumber = (numbers: readonly string[]): string =>
  String(Math.max(1000, ...numbers.map(Number).filter(Number.isSafeInteger)) + 1)
