import { SheetPage } from '../page/ListPage.tsx'
import page from '../page/page.module.css'
import { RatesPanel } from './RatesPanel.tsx'
import { RegistrationsPanel } from './RegistrationsPanel.tsx'
import { ServedPanel } from './ServedPanel.tsx'
import { useT } from './words.ts'

/** Where goods are sent, for how much, and whose VAT they bear. */
export function DeliveryPage() {
  const t = useT('delivery')
  return (
    <SheetPage title={t('title')} lead={t('lead')}>
      <div className={page.stack}>
        <ServedPanel />
        <div className={page.columns}>
          <RatesPanel />
          <RegistrationsPanel />
        </div>
      </div>
    </SheetPage>
  )
}
