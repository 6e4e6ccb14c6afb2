import { useRef, useState, type KeyboardEvent } from 'react'
import { IconButton, useFormat } from '@splot/ui'
import { Undo2 } from 'lucide-react'
import { readPrice, writtenPrice } from './edits.ts'
import { Amount } from './parts.tsx'
import css from './prices.module.css'
import { useT } from './words.ts'

type Props = Readonly<{
  sku: string
  currency: string
  beforeMinor: number | null
  /** What was typed instead and waits; undefined: nothing. */
  minor: number | null | undefined
  onEdit: (minor: number | null) => void
}>

/** The field stands where the button was that had the focus: it takes it over, with all of the old price to type over. */
const takeFocus = (field: HTMLInputElement | null) => field?.select()

/** A price that is changed where it stands: click, type, Enter. Escape leaves it as it was. */
export function PriceCell({ sku, currency, beforeMinor, minor, onEdit }: Props) {
  const t = useT('prices')
  const format = useFormat()
  const [typed, setTyped] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  // Some browsers tell a field that goes that it loses the focus: what Escape gave up must not be taken then.
  const isLeft = useRef(false)
  const shown = minor === undefined ? beforeMinor : minor
  const said = shown === null ? t('noPrice') : format.money({ minor: shown, currency })
  const read = typed === null ? undefined : readPrice(typed)
  const isEdited = minor !== undefined
  const leave = () => {
    isLeft.current = true
    setTyped(null)
    // The field goes, and the focus with it: it returns to what was pressed.
    queueMicrotask(() => button.current?.focus())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return
    // Neither the row nor a panel beside it may take the key for theirs.
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Enter') {
      if (read === undefined) return
      onEdit(read)
    }
    leave()
  }
  if (typed !== null) {
    const isWrong = typed !== '' && read === undefined
    return (
      <span className={css.edit}>
        <input
          className={css.input}
          aria-label={t('newPrice', { sku })}
          aria-invalid={isWrong}
          inputMode="decimal"
          ref={takeFocus}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            if (isLeft.current) return
            if (read !== undefined) onEdit(read)
            setTyped(null)
          }}
        />
        {isWrong && (
          <span className={css.wrong} role="alert">
            {t('badPrice')}
          </span>
        )}
      </span>
    )
  }
  return (
    <span className={css.edit}>
      {isEdited && (
        <>
          <IconButton label={t('takeBack', { sku })} size="s" onPress={() => onEdit(beforeMinor)}>
            <Undo2 aria-hidden size={14} />
          </IconButton>
          <s className={css.was}>
            <Amount minor={beforeMinor} currency={currency} />
          </s>
        </>
      )}
      <button
        ref={button}
        type="button"
        className={css.cell}
        data-edited={isEdited || undefined}
        aria-label={t('editPrice', { sku, price: said })}
        onClick={() => {
          isLeft.current = false
          setTyped(writtenPrice(shown))
        }}
      >
        {said}
      </button>
    </span>
  )
}
