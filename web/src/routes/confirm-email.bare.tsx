import { Alert, Anchor, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AccountCard } from '../features/account/account-card.tsx'
import { confirmEmail } from '../features/account/account-requests.ts'
import { useAddressToken } from '../features/account/token-in-address.ts'
import { ProblemAlert } from '../ui/state/problem-alert.tsx'
import { LoadingState } from '../ui/state/states.tsx'

/** The link of the confirmation mail: confirms at once, and once only. */
export default function ConfirmEmailPage() {
  const { t } = useTranslation()
  const token = useAddressToken()
  const confirmation = useQuery({
    queryKey: ['confirm-email', token],
    queryFn: async () => {
      await confirmEmail(token)
      return true
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <AccountCard title={t('account.confirm.title')}>
      <Stack gap="sm">
        {confirmation.isPending && <LoadingState />}
        {confirmation.isError && <ProblemAlert error={confirmation.error} withFields />}
        {confirmation.isSuccess && <Alert color="teal">{t('account.confirm.done')}</Alert>}
        <Anchor component={Link} to="/">
          {t('account.confirm.continue')}
        </Anchor>
      </Stack>
    </AccountCard>
  )
}
