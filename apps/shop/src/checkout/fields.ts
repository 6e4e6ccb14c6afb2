import type { Address, Company, Contact } from '../api/types.ts'

/** What the form holds while it is typed. */
export interface Typed {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  /** When she buys for a business. */
  readonly nip: string
  readonly company: string
  readonly blik: string
}

export type FieldName = keyof Typed

/** Fields in the order of the form: the first wrong one gets the focus. */
export const fieldOrder: readonly FieldName[] = [
  'name',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'nip',
  'company',
  'blik',
]

export interface Asked {
  /** The country that it goes to; null: nothing is sent. */
  readonly address: string | null
  readonly company: boolean
  readonly blik: boolean
}

const SHORTEST_PHONE = 9

/** The fields that do not fit; the API checks again and has the last word. */
export function wrongFields(typed: Typed, asked: Asked): ReadonlySet<FieldName> {
  const wrong = new Set<FieldName>()
  if (!typed.name.trim()) wrong.add('name')
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.email.trim())) wrong.add('email')
  const digits = typed.phone.replace(/\D/g, '').length
  if (typed.phone.trim() && digits < SHORTEST_PHONE) wrong.add('phone')
  if (asked.address) {
    if (!typed.street.trim()) wrong.add('street')
    if (!isPostcode(typed.postcode.trim(), asked.address)) wrong.add('postcode')
    if (!typed.city.trim()) wrong.add('city')
  }
  if (asked.company) {
    // Its check digit the API checks.
    if (!/^\d{10}$/.test(nipDigits(typed.nip))) wrong.add('nip')
    if (!typed.company.trim()) wrong.add('company')
  }
  if (asked.blik && !/^\d{6}$/.test(blikDigits(typed.blik))) wrong.add('blik')
  return wrong
}

/** How other countries write theirs the post there knows. */
const isPostcode = (typed: string, country: string): boolean =>
  country === 'PL' ? /^\d{2}-?\d{3}$/.test(typed) : /^[\w -]{2,12}$/.test(typed)

/** The fields that the API's pointers name: `/body/contact/email` is `email`. */
export function fieldsOf(errors: readonly { readonly pointer: string }[] = []): ReadonlySet<FieldName> {
  const found = errors.flatMap(({ pointer }) => {
    const last = pointer.split('/').at(-1)
    if (pointer.endsWith('/company/name')) return ['company' as const]
    if (last === 'code') return ['blik' as const]
    return fieldOrder.filter((field) => field === last)
  })
  return new Set(found)
}

export const contactOf = ({ name, email, phone }: Typed): Contact => ({
  name: name.trim(),
  email: email.trim(),
  ...(phone.trim() && { phone: phone.trim() }),
})

/** The address with its postcode as the Polish post writes it: `00-001`. */
export const addressOf = ({ street, postcode, city }: Typed, country: string): Address => ({
  street: street.trim(),
  postcode: country === 'PL' ? postcode.trim().replace(/^(\d{2})-?(\d{3})$/, '$1-$2') : postcode.trim(),
  city: city.trim(),
  country,
})

/** People write a NIP in groups, and before it the country. */
const nipDigits = (typed: string): string => typed.trim().replace(/^PL/i, '').replace(/[\s-]/g, '')

export const companyOf = ({ nip, company }: Typed): Company => ({
  nip: nipDigits(nip),
  name: company.trim(),
})

/** People type BLIK codes in two groups. */
export const blikDigits = (typed: string): string => typed.replace(/\s/g, '')
