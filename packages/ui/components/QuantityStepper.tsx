import { Minus, Plus } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { NumberField } from 'react-aria-components/NumberField'
import { useWords } from '../words.ts'
import css from './QuantityStepper.module.css'

export type QuantityStepperProps = Readonly<{
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  /** Whose quantity: the name of the line, for a screen reader. */
  label?: string
  isDisabled?: boolean
}>

/** How many. The wheel is off: scrolling past must never change a count. */
export function QuantityStepper({
  value,
  onChange,
  min = 1,
  max = 999,
  label,
  isDisabled = false,
}: QuantityStepperProps) {
  const words = useWords()
  return (
    <NumberField
      aria-label={label ?? words.quantity}
      value={value}
      onChange={(next) => onChange(Number.isNaN(next) ? min : next)}
      minValue={min}
      maxValue={max}
      step={1}
      isDisabled={isDisabled}
      isWheelDisabled
      className={css.stepper}
    >
      <Group className={css.group}>
        <Button slot="decrement" className={css.button}>
          <Minus aria-hidden />
        </Button>
        <Input className={css.input} />
        <Button slot="increment" className={css.button}>
          <Plus aria-hidden />
        </Button>
      </Group>
    </NumberField>
  )
}
