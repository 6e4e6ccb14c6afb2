import type { ReactNode } from 'react'
import { Delete } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { LiveRegion } from './LiveRegion.tsx'
import css from './KeyPad.module.css'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export type KeyPadProps = Readonly<{
  label: string
  value: string
  onChange: (value: string) => void
  /** Longest value; further digits are ignored. */
  maxLength?: number
  /** The key beside the zero: `,` for money, `00` for grosze. Absent, it empties the value. */
  extra?: string
  onEnter?: () => void
  enterLabel?: ReactNode
}>

/** A numeric pad for fingers. It never takes the focus, so a scan keeps its target. */
export function KeyPad({ label, value, onChange, maxLength = 12, extra, onEnter, enterLabel }: KeyPadProps) {
  const words = useWords()
  const add = (keys: string) => {
    if (value.length + keys.length <= maxLength) onChange(value + keys)
  }
  return (
    <fieldset aria-label={label} className={css.pad}>
      {DIGITS.map((digit) => (
        <Key key={digit} onPress={() => add(digit)}>
          {digit}
        </Key>
      ))}
      {extra ? (
        <Key onPress={() => add(extra)}>{extra}</Key>
      ) : (
        <Key label={words.erasePin} onPress={() => onChange('')} quiet>
          C
        </Key>
      )}
      <Key onPress={() => add('0')}>0</Key>
      <Key label={words.erase} onPress={() => onChange(value.slice(0, -1))} quiet>
        <Delete aria-hidden />
      </Key>
      {onEnter && (
        <Button preventFocusOnPress className={cx(css.key, css.enter)} onPress={onEnter}>
          {enterLabel ?? words.confirm}
        </Button>
      )}
    </fieldset>
  )
}

type KeyProps = Readonly<{ label?: string; onPress: () => void; quiet?: boolean; children: ReactNode }>

function Key({ label, onPress, quiet = false, children }: KeyProps) {
  return (
    <Button
      preventFocusOnPress
      className={cx(css.key, quiet && css.quiet)}
      onPress={onPress}
      {...(label && { 'aria-label': label })}
    >
      {children}
    </Button>
  )
}

export type PinPadProps = Readonly<{
  label: string
  value: string
  onChange: (pin: string) => void
  /** Called with the whole PIN as soon as its last digit is in. */
  onComplete: (pin: string) => void
  length?: number
  error?: ReactNode
  isPending?: boolean
}>

/** A PIN as dots over a pad; only the number of digits is ever spoken. */
export function PinPad({
  label,
  value,
  onChange,
  onComplete,
  length = 4,
  error,
  isPending = false,
}: PinPadProps) {
  const words = useWords()
  return (
    <div className={css.pin}>
      <div className={cx(css.dots, Boolean(error) && css.wrong)} aria-hidden>
        {Array.from({ length }, (_, index) => (
          <span key={index} className={cx(css.dot, index < value.length && css.full)} />
        ))}
      </div>
      <LiveRegion message={`${words.digitsEntered}: ${value.length}/${length}`} />
      <p className={css.error} role="alert">
        {error}
      </p>
      <KeyPad
        label={label}
        value={value}
        maxLength={length}
        onChange={(next) => {
          if (isPending) return
          onChange(next)
          if (next.length === length && next.length > value.length) onComplete(next)
        }}
      />
    </div>
  )
}
