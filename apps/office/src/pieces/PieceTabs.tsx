import { useNavigate } from '@tanstack/react-router'
import { Tabs } from '@splot/ui'
import { useT } from './words.ts'

const lists = ['kits', 'bins', 'lots', 'serials'] as const

/** What a piece is made of, where it lies, and what tells it from another. */
export function PieceTabs({ current }: Readonly<{ current: (typeof lists)[number] }>) {
  const t = useT('pieces')
  const navigate = useNavigate()
  return (
    <Tabs
      label={t('title')}
      tabs={lists.map((id) => ({ id, label: t(id) }))}
      value={current}
      onChange={(id) => void navigate({ to: `/pieces/${id}` })}
    />
  )
}
