import { useEffect, useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { ComboBox, useLocale, type Choice } from '@splot/ui'
import { splot } from '../api/client.ts'

/** A pause in typing this long, and the catalogue is asked. */
const TYPING_MS = 200
/** Products that one question brings; each has a handful of variants. */
const MAX_PRODUCTS = 8

type Props = Readonly<{
  label: string
  hideLabel?: boolean
  sku: string
  /** As one types. */
  onChange?: (sku: string) => void
  /** From the list, or with Enter. */
  onChosen?: (sku: string) => void
  error?: string | false | undefined
  description?: string
  placeholder?: string
}>

/** An article by a part of its name, its SKU or its bar code. What is typed in full counts without choosing it from the list. */
export function ArticleField({ sku, onChange, onChosen, ...field }: Props) {
  const { locale } = useLocale()
  const [text, setText] = useState(sku)
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  const found = useQuery({
    queryKey: ['articles', asked, locale],
    queryFn: ({ signal }) =>
      unwrap(
        splot.GET('/v1/products', { params: { query: { q: asked, locale, limit: MAX_PRODUCTS } }, signal }),
      ),
    enabled: asked.length > 1,
    placeholderData: keepPreviousData,
  })
  const choices: Choice[] = (found.data?.items ?? []).flatMap(({ name, colours, variants }) =>
    variants.map((variant) => ({
      value: variant.sku,
      label: variant.sku,
      hint: [name, colours.find(({ code }) => code === variant.colour)?.label, variant.size]
        .filter(Boolean)
        .join(', '),
    })),
  )
  const typed = asked.toUpperCase()
  return (
    <ComboBox
      {...field}
      error={field.error || undefined}
      choices={choices.toSorted(
        (a, b) => Number(b.value.startsWith(typed)) - Number(a.value.startsWith(typed)),
      )}
      value={choices.some(({ value }) => value === sku) ? sku : null}
      allowsCustomValue
      inputValue={text}
      onInputChange={(next) => {
        setText(next)
        onChange?.(next.trim().toUpperCase())
      }}
      onChange={(chosen) => {
        if (chosen === null) return
        setText(chosen)
        onChange?.(chosen)
        onChosen?.(chosen)
      }}
    />
  )
}
