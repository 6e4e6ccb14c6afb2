import type { ReactNode } from 'react'
import css from '../pages/Checkout.module.css'

type Props = Readonly<{
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
  /** What follows from it, in smaller letters. */
  why?: ReactNode
}>

/** A box to tick. */
export const Tick = ({ checked, onChange, children, why }: Props) => (
  <label className={css.remember}>
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    <span>
      {children}
      {why && <span className={css.small}>{why}</span>}
    </span>
  </label>
)
