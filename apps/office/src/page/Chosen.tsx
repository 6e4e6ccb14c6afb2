import { IconButton } from '@splot/ui'
import { X } from 'lucide-react'
import { useT } from '../words/index.ts'
import page from './page.module.css'

type Props = Readonly<{
  values: readonly string[]
  nameOf: (value: string) => string
  onChange: (values: string[]) => void
}>

/** What was chosen, each with a button that takes it away again. */
export function Chosen({ values, nameOf, onChange }: Props) {
  const t = useT('page')
  if (values.length === 0) return null
  return (
    <ul className={page.chosen}>
      {values.map((value) => (
        <li key={value}>
          {nameOf(value)}
          <IconButton
            size="s"
            label={t('removeWhat', { what: nameOf(value) })}
            onPress={() => onChange(values.filter((other) => other !== value))}
          >
            <X aria-hidden size={13} />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}
