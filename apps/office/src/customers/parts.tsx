import { useNavigate } from '@tanstack/react-router'
import { StatusPill, Tabs } from '@splot/ui'
import { useT } from './words.ts'

const addresses = {
  find: '/customers',
  groups: '/customers/groups',
  segments: '/customers/segments',
} as const

export function CustomerTabs({ current }: Readonly<{ current: keyof typeof addresses }>) {
  const t = useT('customers')
  const navigate = useNavigate()
  return (
    <Tabs
      label={t('title')}
      tabs={(['find', 'groups', 'segments'] as const).map((id) => ({ id, label: t(id) }))}
      value={current}
      onChange={(id) => void navigate({ to: addresses[id] })}
    />
  )
}

/** Whether somebody has an account, bought as a guest, or was forgotten. */
export function KindPill({ kind, forgotten = false }: Readonly<{ kind: string; forgotten?: boolean }>) {
  const t = useT('customers')
  if (forgotten) return <StatusPill status="neutral">{t('forgotten')}</StatusPill>
  return kind === 'registered' ? (
    <StatusPill status="ok">{t('registered')}</StatusPill>
  ) : (
    <StatusPill status="info">{t('guest')}</StatusPill>
  )
}
