import { ProblemError } from '@splot/client'
import { type Locale, optionsInOrder, useLocale } from '@splot/ui'
import { useSyncExternalStore } from 'react'
import type { Variant } from '../api/types.ts'
import { api, ask, kept } from '../house.ts'

/** SKUs of one question, as the API takes them. */
const ASKED_AT_ONCE = 100

/** What a label says of an article, whatever it costs. */
export interface Label {
  readonly sku: string
  readonly gtin: string
  readonly name: string
  /** "czerwony, M" */
  readonly options: string
  readonly picture: string | null
  readonly handle: string
}

export type Read =
  | { readonly state: 'known'; readonly label: Label }
  /** The server knows no such article. */
  | { readonly state: 'unknown' }
  /** Nobody could be asked; it may well exist. */
  | { readonly state: 'unread' }

const labels = new Map<string, Label>()
const listeners = new Set<() => void>()
let version = 0

const idOf = (locale: Locale, code: string) => `${locale}:${code}`
const idsOf = (locale: Locale, { sku, gtin }: Label) => [idOf(locale, sku), idOf(locale, gtin)]

function remember(locale: Locale, found: readonly Label[]): void {
  if (found.length === 0) return
  for (const label of found) for (const id of idsOf(locale, label)) labels.set(id, label)
  version += 1
  for (const tell of listeners) tell()
}

function keep(locale: Locale, found: readonly Label[]): void {
  remember(locale, found)
  const at = Date.now()
  const rows = found.flatMap((label) => idsOf(locale, label).map((id) => ({ id, at, label })))
  // A full disk costs names without a network, never a count.
  kept.labels.put(rows).catch(() => {})
}

const labelOf = ({ sku, gtin, name, options, picture, handle }: Variant): Label => ({
  sku,
  gtin,
  name,
  options: optionsInOrder(options)
    .map(({ label }) => label)
    .join(', '),
  picture: picture?.url ?? null,
  handle,
})

/** What is known of codes without asking anybody: from memory, else from this device. */
async function fromDevice(codes: readonly string[], locale: Locale): Promise<void> {
  const missing = codes.map((code) => idOf(locale, code)).filter((id) => !labels.has(id))
  if (missing.length === 0) return
  const rows = await kept.labels.find(missing).catch(() => [])
  // Only `keep` writes here.
  remember(
    locale,
    rows.map(({ label }) => label as Label),
  )
}

/** Reads the label with this GTIN or SKU: memory, device, server. */
export async function readLabel(code: string, locale: Locale): Promise<Read> {
  await fromDevice([code], locale)
  const known = labels.get(idOf(locale, code))
  if (known) return { state: 'known', label: known }
  try {
    const query = { locale }
    const variant = /^\d{8,14}$/.test(code)
      ? await ask(api.GET('/v1/variants/by-gtin/{gtin}', { params: { path: { gtin: code }, query } }))
      : await ask(api.GET('/v1/variants/{sku}', { params: { path: { sku: code }, query } }))
    keep(locale, [labelOf(variant)])
    return { state: 'known', label: labelOf(variant) }
  } catch (error) {
    const isNo = error instanceof ProblemError && error.problem.status < 500
    return { state: isNo ? 'unknown' : 'unread' }
  }
}

/** Learns the labels of these SKUs before anybody scans them, so that they can be read without a network. */
export async function learnLabels(skus: readonly string[], locale: Locale): Promise<void> {
  await fromDevice(skus, locale)
  const missing = skus.filter((sku) => !labels.has(idOf(locale, sku)))
  for (let at = 0; at < missing.length; at += ASKED_AT_ONCE) {
    const sku = missing.slice(at, at + ASKED_AT_ONCE)
    const { items } = await ask(api.GET('/v1/variants', { params: { query: { locale, sku } } }))
    keep(locale, items.map(labelOf))
  }
}

/** A function from codes to labels that are known by now; the screen is drawn anew when more are. */
export function useLabels(): (code: string) => Label | undefined {
  const { locale } = useLocale()
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => version,
  )
  return (code) => labels.get(idOf(locale, code))
}
