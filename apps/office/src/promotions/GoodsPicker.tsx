import { useEffect, useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { ComboBox, useLocale, type Choice } from '@splot/ui'
import { splot } from '../api/client.ts'
import { useT } from './words-of-fields.ts'

/** A pause in typing this long, and the catalogue is asked. */
const TYPING_MS = 200
/** Products that one question brings; each has a handful of variants. */
const MAX_PRODUCTS = 8

/** Finds a whole product or one of its articles; what is chosen is added, and the field is empty again. */
export function GoodsPicker({ onAdd }: Readonly<{ onAdd: (name: string) => void }>) {
  const [round, setRound] = useState(0)
  return (
    <Field
      key={round}
      onAdd={(name) => {
        onAdd(name)
        setRound(round + 1)
      }}
    />
  )
}

function Field({ onAdd }: Readonly<{ onAdd: (name: string) => void }>) {
  const t = useT('fields')
  const { locale } = useLocale()
  const [text, setText] = useState('')
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
  const choices: Choice[] = (found.data?.items ?? []).flatMap(({ handle, name, variants }) => [
    { value: handle, label: name, hint: t('wholeProduct') },
    ...variants.map(({ sku, colour, size }) => ({
      value: sku,
      label: sku,
      hint: [name, colour, size].filter(Boolean).join(', '),
    })),
  ])
  return (
    <ComboBox
      label={t('addProduct')}
      hideLabel
      placeholder={t('addProduct')}
      choices={choices}
      value={null}
      inputValue={text}
      onInputChange={setText}
      onChange={(name) => name !== null && onAdd(name)}
    />
  )
}
