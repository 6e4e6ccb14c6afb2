import { useNavigate } from '@tanstack/react-router'
import { Tabs } from '@splot/ui'
import { useT } from './words.ts'

const views = ['current', 'open', 'waiting', 'all'] as const
type View = (typeof views)[number]

/** The view that an address names; what waits for somebody when it names none. */
export const viewOf = (state: string | undefined): View => views.find((each) => each === state) ?? 'current'

/** The lists of incidents: promises that cannot be kept, by state, and sales of tills that were without a network. */
export function IncidentTabs({
  current,
  locationId,
}: Readonly<{ current: View | 'sales'; locationId: string | undefined }>) {
  const t = useT('incidents')
  const navigate = useNavigate()
  const labels = {
    current: t('viewCurrent'),
    open: t('viewOpen'),
    waiting: t('viewWaiting'),
    all: t('viewAll'),
  }
  return (
    <Tabs
      label={t('title')}
      tabs={[...views.map((id) => ({ id, label: labels[id] })), { id: 'sales' as const, label: t('sales') }]}
      value={current}
      onChange={(id) => {
        // The place that was chosen stays chosen.
        const search = {
          ...(locationId && { locationId }),
          ...(id !== 'current' && id !== 'sales' && { state: id }),
        }
        void navigate({ to: id === 'sales' ? '/incidents/sales' : '/incidents', search })
      }}
    />
  )
}
