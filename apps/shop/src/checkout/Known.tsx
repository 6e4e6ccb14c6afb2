import { buttonClass } from '@splot/ui'
import { setMyDetails, type MyDetails } from '../memory/my-details.ts'
import { useT } from '../words/index.ts'
import css from '../pages/Checkout.module.css'

/** Whom the device knows, in three lines instead of a form. */
export default function Known(
  props: Readonly<{ details: MyDetails; ships: boolean; isMine: boolean; onChange: () => void }>,
) {
  const { details, ships, isMine, onChange } = props
  const t = useT('checkout')
  const { contact, address } = details
  return (
    <div className={css.known}>
      <p>
        <strong>{t('known', { name: contact.name })}</strong>
        <span>{[contact.email, contact.phone].filter(Boolean).join(' · ')}</span>
        {ships && address && (
          <span>
            {address.street}, {address.postcode} {address.city}
          </span>
        )}
      </p>
      <div>
        <button type="button" className={buttonClass({ size: 's' })} onClick={onChange}>
          {t('change')}
        </button>
        {!isMine && (
          <button
            type="button"
            className={buttonClass({ size: 's', variant: 'quiet' })}
            onClick={() => setMyDetails(null)}
          >
            {t('forget')}
          </button>
        )}
      </div>
    </div>
  )
}
