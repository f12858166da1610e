import { Anchor, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { LoadingState } from '../../ui/state/states.tsx'
import { checkLink } from './account-requests.ts'

/** What a one-time link opens; where it works no more that is said at once, before anybody types. */
export function CheckedLink(props: { token: string; loginPath: string; children: ReactNode }) {
  const { token, loginPath, children } = props
  const { t } = useTranslation()
  const check = useQuery({
    queryKey: ['check-link', token],
    queryFn: async () => {
      await checkLink(token)
      return true
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (check.isPending) return <LoadingState />
  if (check.isSuccess) return children
  return (
    <Stack gap="sm">
      <ProblemAlert error={check.error} withFields />
      <Anchor component={Link} to={loginPath}>
        {t('account.login.submit')}
      </Anchor>
    </Stack>
  )
}
