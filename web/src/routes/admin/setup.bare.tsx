import { useTranslation } from 'react-i18next'
import { AccountCard } from '../../features/account/account-card.tsx'
import { setUp } from '../../features/account/account-requests.ts'
import { CheckedLink } from '../../features/account/checked-link.tsx'
import { type NewPerson, PersonForm } from '../../features/account/person-form.tsx'
import { useAddressToken } from '../../features/account/token-in-address.ts'
import { useEnter } from '../../features/account/use-enter.ts'

/** The one-time link that the first start prints: makes the owner. */
export default function SetupPage() {
  const { t } = useTranslation()
  const token = useAddressToken()
  const enter = useEnter()
  const submit = async (person: NewPerson) => enter(await setUp({ ...person, token }))
  return (
    <AccountCard title={t('account.setup.title')} text={t('account.setup.text')}>
      <CheckedLink token={token} loginPath="/admin/login">
        <PersonForm submitLabel={t('account.setup.submit')} onSubmit={submit} />
      </CheckedLink>
    </AccountCard>
  )
}
