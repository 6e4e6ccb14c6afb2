import { useEffect, useRef, useState } from 'react'
import type { MyDetails } from '../memory/my-details.ts'
import { useT } from '../words/index.ts'
import { fieldOrder, type FieldName, type Typed } from './fields.ts'

type Wrong = ReadonlySet<FieldName>

/** What is typed into the fields, from what is known of her on; the first wrong one gets the focus, whether the form or the API found it. */
export function useFields(details: MyDetails | null, wrong: Wrong, setWrong: (wrong: Wrong) => void) {
  const t = useT('checkout')
  const [typed, setTyped] = useState<Typed>(() => typedFrom(details))
  const elements = useRef(new Map<FieldName, HTMLInputElement>())
  const messages: Record<FieldName, string> = {
    name: t('needName'),
    email: t('needEmail'),
    phone: t('needPhone'),
    street: t('needStreet'),
    postcode: t('needPostcode'),
    city: t('needCity'),
    nip: t('needNip'),
    company: t('needCompany'),
    blik: t('needBlik'),
  }
  useEffect(() => {
    const first = fieldOrder.find((name) => wrong.has(name))
    if (first) elements.current.get(first)?.focus()
  }, [wrong, elements])
  const of = (name: FieldName) => ({
    value: typed[name],
    onChange: (value: string) => {
      setTyped((known) => ({ ...known, [name]: value }))
      if (wrong.has(name)) setWrong(new Set([...wrong].filter((field) => field !== name)))
    },
    error: wrong.has(name) ? messages[name] : undefined,
    inputRef: (element: HTMLInputElement | null) => {
      if (element) elements.current.set(name, element)
    },
  })
  return { typed, of }
}

/** The value of a field, how it changes, and what is wrong with it. */
export type FieldOf = ReturnType<typeof useFields>['of']

const typedFrom = (details: MyDetails | null): Typed => ({
  name: details?.contact.name ?? '',
  email: details?.contact.email ?? '',
  phone: details?.contact.phone ?? '',
  street: details?.address?.street ?? '',
  postcode: details?.address?.postcode ?? '',
  city: details?.address?.city ?? '',
  nip: '',
  company: '',
  blik: '',
})
