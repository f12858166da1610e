import { IconArrowsDiff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/page/banner.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { type ChosenFix, DriftDialog } from './drift-dialog.tsx'
import { DriftFixes } from './drift-fixes.tsx'
import { driftOfServiceQuery } from './drift-requests.ts'

/** More would push the page away; the link leads to all of them. */
const SHOWN = 2

/** What its server says differently about a service, with the ways out. */
export function ServiceDriftBanner({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const isPermitted = usePermission('drift:read')
  const drift = useQuery({ ...driftOfServiceQuery(serviceId), enabled: isPermitted })
  const [chosen, setChosen] = useState<ChosenFix | null>(null)
  const rows = drift.data?.items ?? []
  return (
    <>
      {rows.slice(0, SHOWN).map((row) => (
        <Banner
          key={row.id}
          icon={IconArrowsDiff}
          color="orange"
          title={t(`drift.kind.${row.kind}`)}
          aside={<DriftFixes row={row} onChoose={(verb) => setChosen({ row, verb })} />}
        >
          {t('drift.sentence', { books: row.says.books, server: row.says.server })}
          {' · '}
          {t('drift.since')} <TimeText at={row.firstSeenAt} />
          {' · '}
          <TextLink to="/admin/drift" search={{ serviceId }} isInText>
            {t('drift.toInbox')}
          </TextLink>
        </Banner>
      ))}
      {chosen && <DriftDialog chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}
