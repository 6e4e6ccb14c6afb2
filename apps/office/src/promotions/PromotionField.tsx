import { useEffect, useState, type ReactNode } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ComboBox } from '@splot/ui'
import { rowsOf } from '../page/DataTable.tsx'
import { promotionsQuery, type PromotionRow } from './queries.ts'
import { useT } from './words.ts'

/** A pause in typing this long, and the list is asked. */
const TYPING_MS = 200

type Props = Readonly<{
  label: string
  placeholder?: string
  /** Chosen before anybody types. */
  initial?: Readonly<{ id: string; name: string }> | undefined
  /** Which of those that were found may be chosen. */
  fits: (row: PromotionRow) => boolean
  /** Null: what was chosen is being typed over. */
  onChange: (row: PromotionRow | null) => void
  error?: ReactNode
}>

/** A promotion by a part of its name. */
export function PromotionField({ label, placeholder, initial, fits, onChange, error }: Props) {
  const t = useT('promo')
  const [text, setText] = useState(initial?.name ?? '')
  const [asked, setAsked] = useState('')
  const [chosen, setChosen] = useState<string | null>(initial?.id ?? null)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  // The name of what was chosen stands in the field: that is no question.
  const found = useInfiniteQuery(promotionsQuery(asked === '' || chosen !== null ? {} : { q: asked }))
  const rows = rowsOf(found).filter(fits)
  return (
    <ComboBox
      label={label}
      {...(placeholder !== undefined && { placeholder })}
      choices={rows.map(({ id, content }) => ({
        value: id,
        label: content.name,
        hint: t(content.audience),
      }))}
      value={chosen}
      inputValue={text}
      onInputChange={(typed) => {
        setText(typed)
        // Choosing writes the name into the field too.
        if (rows.some(({ content }) => content.name === typed)) return
        setChosen(null)
        onChange(null)
      }}
      onChange={(id) => {
        const row = rows.find((one) => one.id === id)
        if (!row) return
        setText(row.content.name)
        setChosen(row.id)
        onChange(row)
      }}
      error={error}
    />
  )
}
